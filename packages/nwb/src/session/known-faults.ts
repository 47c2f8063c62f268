import type { ColumnTable } from "@ecephys/core/arquero";
import { correctionOf, noteCorrection, parseInstant, unreleasedLfp } from "@ecephys/core/internal";
import { EcephysError, isEcephysError } from "@ecephys/files";
import type { NwbFile } from "../file/nwb-file.ts";
import { counted } from "../file/warnings.ts";
import type { SignalOptions } from "../options.ts";
import type { Electrodes } from "./channels.ts";
import type { SessionResources } from "./resources.ts";

const REPEATS = "electrode-z-repeats-y";
const LEFT_RIGHT = "left_right_ccf_coordinate";

/** Whether all electrodes with coordinates have the same y and z, which no probe in a brain has. */
export function repeatsDepth({ ccf: [, y, z] }: Electrodes): boolean {
  let count = 0;
  for (let row = 0; row < y.length; row++) {
    if (Number.isNaN(y[row]!) && Number.isNaN(z[row]!)) continue;
    if (y[row] !== z[row]) return false;
    count++;
  }
  return count > 1;
}

/** Electrodes without the left-right coordinates that repeat the depth. */
export function withoutRepeated(electrodes: Electrodes): Electrodes {
  const [x, y] = electrodes.ccf;
  return { ...electrodes, ccf: [x, y, new Float64Array(x.length).fill(Number.NaN)] };
}

/** Warns of channels whose left-right coordinates repeat their depth, and notes it of their table. */
export function tellRepeated(
  file: NwbFile,
  channels: ColumnTable,
  { corrections, warn }: SessionResources,
): void {
  const isCorrected = corrections.has(REPEATS);
  const rows = channels.numRows();
  noteCorrection(channels, REPEATS, rows, isCorrected);
  if (!isCorrected)
    warn(
      `${file.location}: the ${LEFT_RIGHT} of its ${counted(rows, "channel")} repeats dorsal_ventral_ccf_coordinate, a known fault of the file: take it from the project's table of channels, or have it missing by "${REPEATS}" among the corrections.`,
    );
}

const DAY = 86_400_000;

/**
 * The start of the recording, where the file's time is that of its making: the project's, if that was asked for.
 * Warns where the file's is given and is known, or suspected, to be another.
 */
export async function recordedStart(
  file: NwbFile,
  written: Date,
  { corrections, session, warn }: SessionResources,
  options: SignalOptions,
): Promise<Date> {
  const row = await session?.(options).catch((error: unknown) => {
    // A cache that has no tables, and can get none, still has the file.
    if (!isEcephysError(error)) throw error;
    return undefined;
  });
  const acquired = parseInstant(row?.date_of_acquisition);
  const isWrong = acquired === undefined || Math.abs(acquired - written.getTime()) > DAY;
  if (!isWrong) return written;
  if (acquired !== undefined && corrections.has("session-start-time")) return new Date(acquired);
  const known =
    acquired === undefined
      ? ": in the institute's files it is that of their making, not of the recording"
      : `, but the recording is of ${new Date(acquired).toISOString()} (date_of_acquisition); "session-start-time" among the corrections gives that`;
  warn(`${file.nameOf("/session_start_time")} is ${written.toISOString()}${known}.`);
  return written;
}

/** The error of a probe's LFP file, with the reason where the file was never released. */
export function lfpFailure(error: unknown, probeId: number): unknown {
  const known = unreleasedLfp(probeId);
  const codes = ["not-found", "missing-data", "fetch", "response"] as const;
  if (known === undefined || !codes.some((code) => isEcephysError(error, code))) return error;
  return new EcephysError("not-found", {
    action: `Opening the LFP file of probe ${probeId}`,
    resource: `probe ${probeId}`,
    reason: correctionOf(known).what,
    remedy: "Spikes and waveforms of the probe are in the session's file",
    cause: error,
  });
}
