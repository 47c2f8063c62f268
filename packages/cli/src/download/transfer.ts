import type { PrefetchEvent } from "@ecephys/core";
import { INTERRUPTED, Interrupted } from "../interrupt.ts";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { TransferFlags } from "../options/transfer-options.ts";
import { progressKind } from "../progress/kinds.ts";
import { type ProgressRenderer, progressRenderer } from "../progress/renderer.ts";
import { prefetchView } from "../progress/view.ts";
import { useColor } from "../run/use-color.ts";

/** Shows the progress of a transfer and, if it is interrupted, says how to resume it. */
export async function showingTransfer<Result>(
  flags: GlobalFlags & TransferFlags,
  { io, signal }: Runtime,
  transfer: (renderer: ProgressRenderer<PrefetchEvent>) => Promise<Result>,
): Promise<Result> {
  const kind = progressKind(flags, io.stderr, io.env.TERM);
  const renderer = progressRenderer(kind, prefetchView(), io.stderr, useColor(flags, io));
  try {
    return await transfer(renderer);
  } catch (error) {
    renderer.close();
    if (signal.reason instanceof Interrupted && kind !== "none") io.stderr.write(INTERRUPTED);
    throw error;
  } finally {
    renderer.close();
  }
}
