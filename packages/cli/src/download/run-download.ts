import type { PrefetchPlan, PrefetchSummary } from "@ecephys/core";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import type { Runtime } from "../io.ts";
import { writeToStream } from "../output/write-stream.ts";
import { amountText } from "../progress/amounts.ts";
import { ask, canAsk } from "../run/ask.ts";
import { endWithFailures } from "../run/failures.ts";
import { withCache } from "../run/open-cache.ts";
import { writeReport } from "../run/write-report.ts";
import { readChoice } from "./choose.ts";
import type { DownloadFlags } from "./flags.ts";
import { planText } from "./plan-text.ts";
import { planReport, summaryReport, unavailableFailures } from "./report-json.ts";
import { summaryText } from "./summary-text.ts";
import { showingTransfer } from "./transfer.ts";

/**
 * Downloads what the flags request into the cache or, in a dry run, reports how much that is.
 * @throws what `readChoice` does; an EcephysError "storage" if the disk has too little room; EndedWith the exit code of a
 * failure, or of a declined question.
 */
export async function runDownload(flags: DownloadFlags, runtime: Runtime): Promise<void> {
  const { io, signal } = runtime;
  const choice = readChoice(flags);
  let warn: (text: string) => void = (text) => io.stderr.write(text);
  const { plan, summary } = await withCache(
    flags,
    runtime,
    async ({ cache, line }) => {
      warn = line.print;
      const made = await cache.planPrefetch(await choice(cache, signal), { signal });
      line.close();
      if (!flags.json && !(flags.quiet && !flags.dryRun))
        await writeToStream(io.stdout, [planText(made, cache.storage.location)], signal);
      if (flags.dryRun) return { plan: made, summary: undefined };
      if (!flags.yes && !flags.json && canAsk(io)) await agree(made, runtime);
      const { bandwidth, concurrency, ranges } = flags;
      const done = await showingTransfer(flags, runtime, ({ print, update }) => {
        warn = print;
        return cache.prefetch(made, { signal, concurrency, ranges, bandwidth, onProgress: update });
      });
      return { plan: made, summary: done };
    },
    { onWarning: (text) => warn(text) },
  );
  if (summary === undefined) return endDryRun(plan, flags, runtime);
  return end(plan, summary, flags, runtime);
}

/** @throws EndedWith if the answer is no. */
async function agree({ lackingBytes, toFetch }: PrefetchPlan, { io, signal }: Runtime): Promise<void> {
  if (toFetch.files === 0 || lackingBytes > 0) return;
  if (!(await ask(io, `Download ${amountText(toFetch)}?`, "yes", signal)))
    throw new EndedWith(EXIT.interrupted);
}

async function endDryRun(plan: PrefetchPlan, flags: DownloadFlags, runtime: Runtime): Promise<void> {
  if (flags.json)
    await writeReport({ text: () => "", json: () => ({ plan: planReport(plan) }) }, flags, runtime);
  endWithFailures(unavailableFailures(plan), plan.files.length, runtime.io, isJson(flags));
  if (plan.lackingBytes > 0) throw new EndedWith(EXIT.storage);
}

async function end(
  plan: PrefetchPlan,
  summary: PrefetchSummary,
  flags: DownloadFlags,
  runtime: Runtime,
): Promise<void> {
  const json = () => ({ plan: planReport(plan), summary: summaryReport(summary) });
  const text = () => summaryText(summary, "Downloaded", earlierBytes(plan, summary));
  await writeReport({ text, json }, flags, runtime);
  const { downloaded, failed, present } = summary;
  endWithFailures(failed, downloaded.length + present.length, runtime.io, isJson(flags));
}

/** How much of the downloaded files was on disk before. */
function earlierBytes({ files }: PrefetchPlan, { downloaded }: PrefetchSummary): number {
  const loaded = new Map(files.map((file) => [file.path, file.loaded]));
  return downloaded.reduce((sum, { path }) => sum + (loaded.get(path) ?? 0), 0);
}

function isJson({ json, jsonErrors }: DownloadFlags): boolean {
  return Boolean(json || jsonErrors);
}
