import type { PruneReport } from "@ecephys/core";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import type { Runtime } from "../io.ts";
import { bytesText, filesText } from "../progress/amounts.ts";
import { ask } from "../run/ask.ts";
import { endWithFailures } from "../run/failures.ts";
import { withCache } from "../run/open-cache.ts";
import { describeError } from "../run/report.ts";
import { writeReport } from "../run/write-report.ts";
import type { PruneFlags } from "./flags.ts";
import { pruneText } from "./prune-text.ts";

/** Removes what is not needed, after confirmation. */
export async function runPrune(flags: PruneFlags, runtime: Runtime): Promise<void> {
  const { io, signal } = runtime;
  const { kinds } = flags;
  await withCache(
    flags,
    runtime,
    async ({ cache }) => {
      const asks = !flags.yes && !flags.dryRun;
      let report = await cache.prune({ kinds, dryRun: !flags.yes || flags.dryRun === true, signal });
      if (asks) {
        io.stdout.write(pruneText(report));
        if (report.removed.length === 0) return;
        await agree(report, runtime);
        report = await cache.prune({ kinds, dryRun: false, signal });
        io.stdout.write(`Removed ${amount(report)}.\n`);
      } else {
        await writeReport({ text: () => pruneText(report), json: () => pruneReport(report) }, flags, runtime);
      }
      endWithFailures(report.failed, report.removed.length, io, Boolean(flags.json || flags.jsonErrors));
    },
    { local: true },
  );
}

/** @throws EndedWith if the answer is no. */
async function agree(report: PruneReport, { io, signal }: Runtime): Promise<void> {
  if (!(await ask(io, `Remove ${amount(report)}?`, "no", signal))) throw new EndedWith(EXIT.interrupted);
}

function amount({ bytes, removed }: PruneReport): string {
  return `${filesText(removed.length)}, ${bytesText(bytes)}`;
}

function pruneReport(report: PruneReport) {
  const failed = report.failed.map(({ path, error }) => ({ path, error: describeError(error) }));
  return { ...report, failed };
}
