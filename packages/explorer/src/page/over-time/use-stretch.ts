import { onBeforeUnmount, shallowRef, watch } from "vue";
import type { LfpView, Span } from "../state.ts";
import { type LfpSource, type LfpStretch, LONGEST, readStretch } from "./lfp-stretch.ts";
import { heatPicture } from "./paint/lfp.ts";

/** Milliseconds that the view rests before a stretch is read. */
const REST = 120;

/** The stretch of LFP that belongs to what is shown, or what there is to say in its place. */
export function useStretch(source: () => LfpSource | undefined, time: () => Span, view: () => LfpView) {
  const shown = shallowRef<
    { readonly stretch: LfpStretch; readonly picture: HTMLCanvasElement | undefined } | string
  >();
  let reading: AbortController | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    reading?.abort();
    clearTimeout(resting);
    const from = source();
    if (from === undefined) {
      shown.value = undefined;
      return;
    }
    const [start, end] = time();
    if (end - start > LONGEST) {
      shown.value = `Zoom in to ${LONGEST} s or less to see the LFP of ${from.name}`;
      return;
    }
    const at = shown.value;
    const isThere =
      typeof at === "object" &&
      at.stretch.view === view() &&
      at.stretch.time[0] <= start &&
      at.stretch.time[1] >= end;
    if (isThere) return;
    if (typeof at !== "object") shown.value = "Reading LFP…";
    resting = setTimeout(() => void read(from), REST);
  }

  async function read(from: LfpSource): Promise<void> {
    const mine = new AbortController();
    reading = mine;
    try {
      const stretch = await readStretch(from, time(), view(), mine.signal);
      if (mine.signal.aborted) return;
      if (stretch === undefined) {
        shown.value = "There is no LFP in this stretch";
        return;
      }
      shown.value = { stretch, picture: stretch.view === "traces" ? undefined : heatPicture(stretch) };
    } catch (error) {
      if (!mine.signal.aborted) shown.value = error instanceof Error ? error.message : String(error);
    }
  }

  watch([source, view], () => {
    shown.value = undefined;
    settle();
  });
  watch(time, settle, { immediate: true });
  onBeforeUnmount(() => {
    reading?.abort();
    clearTimeout(resting);
  });
  return shown;
}
