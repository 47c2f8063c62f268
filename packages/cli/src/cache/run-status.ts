import type { Runtime } from "../io.ts";
import { withCache } from "../run/open-cache.ts";
import { writeReport } from "../run/write-report.ts";
import type { LocalFlags } from "./flags.ts";
import { statusText } from "./status-text.ts";

/** Reports what the cache contains. */
export async function runStatus(flags: LocalFlags, runtime: Runtime): Promise<void> {
  const status = await withCache(flags, runtime, ({ cache }) => cache.status({ signal: runtime.signal }), {
    local: true,
  });
  await writeReport({ text: () => statusText(status), json: () => status }, flags, runtime);
}
