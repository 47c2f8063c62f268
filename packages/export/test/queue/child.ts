import { pgQueue, runWorker } from "./entries.ts";
import { killAtOperation } from "./killing-files.ts";
import { labCache, TASKS } from "./lab-tasks.ts";

/**
 * Usage: child CACHE DATASET QUEUE_URL AT: serves the queue until it is empty, and kills itself at the AT-th operation on the
 * dataset's files. In the end it says how many there were.
 */
const [root = "", dataset = "", url = "", at = ""] = process.argv.slice(2);

const count = await killAtOperation(dataset, Number(at));
const cache = await labCache(root);
const queue = await pgQueue({ url });
await runWorker(cache, queue, { untilEmpty: true, pollInterval: 50, tasks: TASKS, onWarning: () => {} });
await queue.close();
process.stdout.write(String(count()));
