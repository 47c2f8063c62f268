import { type EcephysSession, openNwb, openSession } from "@ecephys/nwb";
import { onBeforeUnmount, ref, shallowRef } from "vue";
import {
  readIntervalNames,
  readStimuli,
  readUnits,
  type SessionEvents,
  type SessionUnits,
} from "./contents.ts";
import { type Opening, openOptions } from "./opening.ts";
import { type FileSource, probeLfp, probeOfLfpFile, seriesLfp } from "./over-time/lfp-source.ts";
import type { LfpSource } from "./over-time/lfp-stretch.ts";

/** A session that is open, with what is shown of it at first. */
export interface OpenedSession extends SessionUnits {
  readonly session: EcephysSession;
}

/** What is being read, as one of so many steps. */
export interface Loading {
  readonly what: string;
  readonly step: number;
  readonly of: number;
  /** Transferred so far, of a file on a server. */
  readonly bytes: number;
}

/** What a session is opened from, and how. */
export interface SessionSource extends Opening {
  readonly name: string;
  readonly file: FileSource;
  /** Files that its links lead to, by their names. */
  readonly linked: readonly File[];
}

/** Milliseconds between looks at what was transferred. */
const LOOK = 250;

/** How the explorer opens what its reader names. */
export function useSession() {
  const opened = shallowRef<OpenedSession>();
  /** Read after the units, which are looked at meanwhile. */
  const events = shallowRef<SessionEvents>();
  const lfp = shallowRef<LfpSource>();
  const warnings = ref<string[]>([]);
  const failure = ref<string>();
  const loading = shallowRef<Loading>();
  let opening: AbortController | undefined;
  let looking: ReturnType<typeof setInterval> | undefined;
  /** Files of probes, which the session asks for when its LFP is read. */
  let lfpFiles: Record<number, FileSource> = {};
  let close: (() => Promise<void>) | undefined;

  /** The last choice counts: what is still being read for another is stopped. @returns whether it was done. */
  async function attempt(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    opening?.abort();
    const mine = new AbortController();
    opening = mine;
    failure.value = undefined;
    try {
      await work(mine.signal);
      return !mine.signal.aborted;
    } catch (error) {
      if (!mine.signal.aborted) failure.value = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      if (opening === mine) ended();
    }
  }

  function ended(): void {
    clearInterval(looking);
    loading.value = undefined;
  }

  /** Tells, while a session is being opened, what is transferred for it. */
  function watchTransfer(session: EcephysSession): void {
    clearInterval(looking);
    looking = setInterval(() => {
      const { bytes } = session.transferred;
      if (loading.value && loading.value.bytes !== bytes) loading.value = { ...loading.value, bytes };
    }, LOOK);
  }

  function open({ name, file, linked, ...how }: SessionSource): Promise<boolean> {
    const said: string[] = [];
    const files: Record<number, FileSource> = {};
    const steps = ["Opening", "Reading the units of", "Reading the stimuli of", "Looking through"];
    const tell = (step: number) => {
      const bytes = loading.value?.bytes ?? 0;
      loading.value = { what: `${steps[step]} ${name}`, step: step + 1, of: steps.length, bytes };
    };
    return attempt(async (signal) => {
      loading.value = undefined;
      tell(0);
      const session = await openSession(file, {
        warn: (message) => void said.push(message),
        signal,
        lfp: files,
        ...(linked.length > 0 && { linkedFiles: Object.fromEntries(linked.map((one) => [one.name, one])) }),
        ...openOptions(how),
      });
      const closing = [() => session.close()];
      try {
        signal.throwIfAborted();
        watchTransfer(session);
        tell(1);
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
      tell(2);
      const found = await readStimuli(session, { signal });
      signal.throwIfAborted();
      // Responses to stimuli are looked at while the rest of the file is.
      if (found.stimuli.length > 0) events.value = { ...found, tables: undefined };
      tell(3);
      const tables = await readIntervalNames(session, { signal });
      signal.throwIfAborted();
      events.value = { ...found, tables };
      warnings.value = [...said];
      if (found.stimuli.length > 0) return;
      // The Allen Institute's sessions have their LFP in files of their own.
      const recording = await openNwb(file, { signal, warn: () => {} });
      closing.push(() => recording.close());
      [lfp.value] = await seriesLfp(recording, { signal });
    });
  }

  /** Adds the LFP file of one of the session's probes. */
  function openLfp(name: string, source: FileSource): Promise<boolean> {
    return attempt(async (signal) => {
      loading.value = { what: `Opening ${name}`, step: 1, of: 1, bytes: 0 };
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
    ended();
  }

  onBeforeUnmount(() => {
    cancel();
    void close?.();
  });
  return { opened, events, lfp, warnings, failure, loading, open, openLfp, cancel };
}
