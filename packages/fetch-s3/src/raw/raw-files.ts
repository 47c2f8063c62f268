import type { FetchOptions } from "@ecephys/core";
import { argumentChecks, type RemoteFile } from "@ecephys/files";
import { missingSession, type ProbeFinder } from "../files/files.ts";
import { existingFile, lookUpSignal } from "../files/look-up.ts";
import { notFound } from "../files/not-found.ts";
import { urlIn } from "../layout.ts";
import type { S3Settings } from "../settings.ts";
import { RawBand } from "./raw-band.ts";

/** The raw files of a probe, and what they are called in messages. */
const PROBE_FILES = {
  "spike_band.dat": "the spike band",
  "lfp_band.dat": "the LFP band",
  "event_timestamps.npy": "the event timestamps",
  "channel_states.npy": "the channel states",
} as const;

export type ProbeFile = keyof typeof PROBE_FILES;

export async function rawBand(
  settings: S3Settings,
  find: ProbeFinder,
  file: "spike_band.dat" | "lfp_band.dat",
  probeId: number,
  options: FetchOptions = {},
): Promise<RawBand> {
  const signal = lookUpSignal(options);
  const name = nameOf(file, probeId);
  const { lfpRate, spikeRate } = await find(probeId, name, signal);
  const remote = await rawProbeFile(settings, find, file, probeId, { signal });
  const samplingRate = file === "lfp_band.dat" ? lfpRate : spikeRate;
  return RawBand.open({ name, file: remote, samplingRate, signal });
}

export async function rawProbeFile(
  settings: S3Settings,
  find: ProbeFinder,
  file: ProbeFile,
  probeId: number,
  options: FetchOptions = {},
): Promise<RemoteFile> {
  const signal = lookUpSignal(options);
  const name = nameOf(file, probeId);
  const { sessionId } = await find(probeId, name, signal);
  const url = urlIn(settings.rawDataUrl, `${sessionId}/${probeId}/${file}`);
  const missing = async () => notFound(name, `there is no ${file} of this probe on the server`, "", []);
  return existingFile(settings, url, name, missing, signal);
}

export async function syncFile(
  settings: S3Settings,
  sessionId: number,
  options: FetchOptions = {},
): Promise<RemoteFile> {
  const signal = lookUpSignal(options);
  const id = argumentChecks("Looking up a file").id("a session id", sessionId);
  const name = `the sync file of session ${id}`;
  const url = urlIn(settings.rawDataUrl, `${id}/sync.h5`);
  return existingFile(settings, url, name, () => missingSession(settings, name, id, signal), signal);
}

function nameOf(file: ProbeFile, probeId: number): string {
  return `${PROBE_FILES[file]} of probe ${probeId}`;
}
