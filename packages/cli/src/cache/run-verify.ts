import type { VerifyProgress } from "@ecephys/core";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import type { Runtime } from "../io.ts";
import { progressKind } from "../progress/kinds.ts";
import { type ProgressRenderer, progressRenderer } from "../progress/renderer.ts";
import { verifyView } from "../progress/view.ts";
import { withCache } from "../run/open-cache.ts";
import { useColor } from "../run/use-color.ts";
import { writeReport } from "../run/write-report.ts";
import type { VerifyFlags } from "./flags.ts";
import { verifyReport, verifyText } from "./verify-text.ts";

/**
 * Reports whether the files of the cache are unchanged since they were downloaded.
 * @throws EndedWith 7 if any of them has changed.
 */
export async function runVerify(flags: VerifyFlags, runtime: Runtime): Promise<void> {
  const { signal } = runtime;
  const report = await withCache(
    flags,
    runtime,
    ({ cache }) =>
      showingCheck(flags, runtime, (check) =>
        cache.verify({ deep: flags.deep ?? false, signal, onProgress: check.update }),
      ),
    { local: true },
  );
  await writeReport({ text: () => verifyText(report), json: () => verifyReport(report) }, flags, runtime);
  if (report.problems.length > 0) throw new EndedWith(EXIT.format);
}

/** Shows progress while files are read and checked. */
export async function showingCheck<Result>(
  flags: Omit<VerifyFlags, "source">,
  { io }: Runtime,
  check: (renderer: ProgressRenderer<VerifyProgress>) => Promise<Result>,
): Promise<Result> {
  const kind = progressKind(flags, io.stderr, io.env.TERM);
  const renderer = progressRenderer(kind, verifyView(), io.stderr, useColor(flags, io));
  try {
    return await check(renderer);
  } finally {
    renderer.close();
  }
}
