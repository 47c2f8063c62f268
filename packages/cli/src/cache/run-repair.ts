import { failureReport, summaryReport } from "../download/report-json.ts";
import { summaryText } from "../download/summary-text.ts";
import { showingTransfer } from "../download/transfer.ts";
import type { Runtime } from "../io.ts";
import { endWithFailures } from "../run/failures.ts";
import { type OpenedCache, withCache } from "../run/open-cache.ts";
import { writeReport } from "../run/write-report.ts";
import type { RepairFlags } from "./flags.ts";
import { showingCheck } from "./run-verify.ts";
import { verifyReport } from "./verify-text.ts";

/** Downloads damaged files again, and reports the outcome. */
export async function runRepair(flags: RepairFlags, runtime: Runtime): Promise<void> {
  const { io, signal } = runtime;
  let warn: (text: string) => void = (text) => io.stderr.write(text);
  const mend = async ({ cache, line }: OpenedCache) => {
    line.close();
    const found = await showingCheck(flags, runtime, (check) =>
      cache.verify({ deep: flags.deep ?? false, signal, onProgress: check.update }),
    );
    const { bandwidth, concurrency, ranges } = flags;
    const repaired = await showingTransfer(flags, runtime, ({ print, update }) => {
      warn = print;
      return cache.repair({ report: found, signal, concurrency, ranges, bandwidth, onProgress: update });
    });
    return { report: found, summary: repaired };
  };
  const { report, summary } = await withCache(flags, runtime, mend, {
    onWarning: (text) => warn(text),
  });
  const { downloaded, failed, notRepairable, present } = summary;
  await writeReport(
    {
      text: () => (report.problems.length === 0 ? "Nothing to repair.\n" : summaryText(summary, "Repaired")),
      json: () => ({
        found: verifyReport(report),
        summary: { ...summaryReport(summary), notRepairable: notRepairable.map(failureReport) },
      }),
    },
    flags,
    runtime,
  );
  const json = Boolean(flags.json || flags.jsonErrors);
  endWithFailures([...failed, ...notRepairable], downloaded.length + present.length, io, json);
}
