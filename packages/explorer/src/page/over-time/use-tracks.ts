import { isEcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import { computed, onBeforeUnmount, ref, shallowRef, watch } from "vue";
import type { SpikeRow } from "./paint/raster.ts";
import { type Band, type Curve, readBands, readPupil, readRunning, readSpikes, wholeOf } from "./tracks.ts";

/** Units whose spikes are asked for at once: the first ones are seen while others are read. */
const BATCH = 10;

/** Reads what lies over the time of a session, and the spikes of the units that are looked at. */
export function useTracks(session: () => EcephysSession, units: () => readonly number[]) {
  const bands = shallowRef<readonly Band[]>([]);
  const curves = shallowRef<readonly Curve[]>([]);
  const spikes = shallowRef<ReadonlyMap<number, Float64Array>>(new Map());
  const failures = ref<string[]>([]);
  const left = ref(0);
  let reading = new AbortController();
  let readingSpikes = new AbortController();

  const rows = computed((): readonly SpikeRow[] =>
    units().flatMap((unit) => {
      const times = spikes.value.get(unit);
      return times ? [{ unit, times }] : [];
    }),
  );
  const whole = computed(() => wholeOf(bands.value, curves.value, spikes.value.values()));

  /** One after another: a worker reads them in any case, and what is seen first is there first. */
  async function readTracks(): Promise<void> {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    [bands.value, curves.value, spikes.value, failures.value] = [[], [], new Map(), []];
    const attempt = async (read: () => Promise<void>) => {
      try {
        await read();
      } catch (error) {
        if (!signal.aborted) failures.value.push(isEcephysError(error) ? error.message : String(error));
      }
    };
    const add = (curve: Curve | undefined) => {
      if (curve && !signal.aborted) curves.value = [...curves.value, curve];
    };
    await attempt(async () => {
      const found = await readBands(session(), { signal });
      if (!signal.aborted) bands.value = found;
    });
    await attempt(readMissingSpikes);
    await attempt(async () => add(await readRunning(session(), { signal })));
    await attempt(async () => add(await readPupil(session(), { signal })));
  }

  async function readMissingSpikes(): Promise<void> {
    readingSpikes.abort();
    readingSpikes = new AbortController();
    const { signal } = readingSpikes;
    const missing = units().filter((unit) => !spikes.value.has(unit));
    left.value = missing.length;
    try {
      for (let at = 0; at < missing.length && !signal.aborted; at += BATCH) {
        const found = await readSpikes(session(), missing.slice(at, at + BATCH), { signal });
        spikes.value = new Map([...spikes.value, ...found]);
        left.value = Math.max(0, missing.length - at - BATCH);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  watch(session, readTracks, { immediate: true });
  watch(
    () => units().join(),
    () =>
      readMissingSpikes().catch((error: unknown) => {
        failures.value.push(error instanceof Error ? error.message : String(error));
      }),
  );
  onBeforeUnmount(() => {
    reading.abort();
    readingSpikes.abort();
  });
  return { bands, curves, rows, whole, left, failures };
}
