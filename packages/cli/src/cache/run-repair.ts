import type { VerifyReport } from "@ecephys/core";
import { failureReport, summaryReport } from "../download/report-json.ts";
import { summaryText } from "../download/summary-text.ts";
import { showingTransfer } from "../download/transfer.ts";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import type { Runtime } from "../io.ts";
import { sanitise } from "../output/sanitise.ts";
import { amountText } from "../progress/amounts.ts";
import { ask, canAsk } from "../run/ask.ts";
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
    await agree(found, flags, runtime);
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

/** Asks on a terminal before damaged files are downloaded again. @throws EndedWith if the answer is no. */
async function agree(
  { problems }: VerifyReport,
  { json, yes }: RepairFlags,
  { io, signal }: Runtime,
): Promise<void> {
  if (yes || json || problems.length === 0 || !canAsk(io)) return;
  const sizes = problems.flatMap(({ record }) => record?.byteLength ?? []);
  const amount = {
    files: problems.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    unknown: problems.length - sizes.length,
  };
  for (const { path, problem } of problems.slice(0, MOST_NAMED))
    io.stderr.write(`${sanitise(`${problem}  ${path}`)}\n`);
  if (problems.length > MOST_NAMED) io.stderr.write(`… and ${problems.length - MOST_NAMED} more\n`);
  if (!(await ask(io, `Download ${amountText(amount)} again?`, "yes", signal)))
    throw new EndedWith(EXIT.interrupted);
}

const MOST_NAMED = 20;
