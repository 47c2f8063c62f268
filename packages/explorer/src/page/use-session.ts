import { type EcephysSession, openNwb, openSession } from "@ecephys/nwb";
import { onBeforeUnmount, ref, shallowRef } from "vue";
import { readEvents, readUnits, type SessionEvents, type SessionUnits } from "./contents.ts";
import { type FileSource, probeLfp, probeOfLfpFile, seriesLfp } from "./over-time/lfp-source.ts";
import type { LfpSource } from "./over-time/lfp-stretch.ts";

/** A session that is open, with what is shown of it at first. */
export interface OpenedSession extends SessionUnits {
  readonly session: EcephysSession;
}

/** How the explorer opens what its reader names. */
export function useSession() {
  const opened = shallowRef<OpenedSession>();
  /** Read after the units, which are looked at meanwhile. */
  const events = shallowRef<SessionEvents>();
  const lfp = shallowRef<LfpSource>();
  const warnings = ref<string[]>([]);
  const failure = ref<string>();
  const loading = ref<string>();
  let opening: AbortController | undefined;
  /** Files of probes, which the session asks for when its LFP is read. */
  let lfpFiles: Record<number, FileSource> = {};
  let close: (() => Promise<void>) | undefined;

  /** The last choice counts: what is still being read for another is stopped. @returns whether it was done. */
  async function attempt(what: string, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    opening?.abort();
    const mine = new AbortController();
    opening = mine;
    failure.value = undefined;
    loading.value = what;
    try {
      await work(mine.signal);
      return !mine.signal.aborted;
    } catch (error) {
      if (!mine.signal.aborted) failure.value = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      if (opening === mine) loading.value = undefined;
    }
  }

  function open(name: string, source: FileSource): Promise<boolean> {
    const said: string[] = [];
    const files: Record<number, FileSource> = {};
    return attempt(`Opening ${name}`, async (signal) => {
      const session = await openSession(source, {
        warn: (message) => void said.push(message),
        signal,
        lfp: files,
      });
      const closing = [() => session.close()];
      try {
        loading.value = `Reading the units of ${name}`;
        const units = await readUnits(session, { signal });
        signal.throwIfAborted();
        await close?.();
        close = async () => void (await Promise.all(closing.map((one) => one())));
        [opened.value, events.value, lfp.value] = [{ session, ...units }, undefined, undefined];
        [warnings.value, lfpFiles] = [said, files];
      } catch (error) {
        await session.close();
        throw error;
      }
      loading.value = `Reading the stimuli of ${name}`;
      const found = await readEvents(session, { signal });
      signal.throwIfAborted();
      events.value = found;
      [warnings.value] = [[...said]];
      if (found.stimuli.length > 0) return;
      // The Allen Institute's sessions have their LFP in files of their own.
      const recording = await openNwb(source, { signal, warn: () => {} });
      closing.push(() => recording.close());
      [lfp.value] = await seriesLfp(recording, { signal });
    });
  }

  /** Adds the LFP file of one of the session's probes. */
  function openLfp(name: string, source: FileSource): Promise<boolean> {
    return attempt(`Opening ${name}`, async (signal) => {
      const { session, probes } = opened.value!;
      const probe = await probeOfLfpFile(source, { signal });
      if (probe === undefined || !probes.some(({ id }) => id === probe)) {
        const whose = probe === undefined ? "no probe" : `probe ${probe}`;
        const names = probes.map(({ id, name: description }) => `${id} (${description})`).join(", ");
        throw new Error(
          `${name} holds the LFP of ${whose}; the probes of this session are ${names || "unknown"}.`,
        );
      }
      lfpFiles[probe] = source;
      const found = await probeLfp(session, probe, { signal });
      if (!signal.aborted) lfp.value = found;
    });
  }

  function cancel(): void {
    opening?.abort();
    loading.value = undefined;
  }

  onBeforeUnmount(() => {
    opening?.abort();
    void close?.();
  });
  return { opened, events, lfp, warnings, failure, loading, open, openLfp, cancel };
}
