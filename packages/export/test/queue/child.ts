import { pgQueue, runWorker } from "./entries.ts";
import { killAtOperation } from "./killing-files.ts";
import { labCache, TASKS } from "./lab-tasks.ts";

/**
 * Usage: child CACHE DATASET QUEUE_URL OPERATION NTH: serves the queue until it is empty, and kills itself at the NTH
 * operation on the dataset's files that matches.
 */
const [root = "", dataset = "", url = "", operation = "", nth = ""] = process.argv.slice(2);

await killAtOperation(dataset, new RegExp(operation), Number(nth));
const cache = await labCache(root);
const queue = await pgQueue({ url });
await runWorker(cache, queue, { untilEmpty: true, pollInterval: 50, tasks: TASKS, onWarning: () => {} });
await queue.close();
