import type { Runtime } from "../io.ts";
import { withCache } from "../run/open-cache.ts";
import { writeReport } from "../run/write-report.ts";
import type { RefreshFlags } from "./flags.ts";
import { refreshText } from "./refresh-text.ts";

/** Replaces tables that are out of date, and reports what is new. */
export async function runRefresh(flags: RefreshFlags, runtime: Runtime): Promise<void> {
  const { signal } = runtime;
  const report = await withCache(flags, runtime, ({ cache }) =>
    cache.refresh({ dryRun: flags.dryRun, signal }),
  );
  await writeReport({ text: () => refreshText(report), json: () => report }, flags, runtime);
}
