import {
  type EcephysSession,
  type FileBytes,
  type FileOnServer,
  type NwbRecording,
  openNwb,
} from "@ecephys/nwb";
import { ifThere } from "../contents.ts";
import type { LfpSource } from "./lfp-stretch.ts";

interface Call {
  readonly signal: AbortSignal;
}

/** Where a file is read from. */
export type FileSource = FileBytes | FileOnServer;

/** The probe whose LFP a file of the Allen Institute's holds; undefined for other files. */
export async function probeOfLfpFile(source: FileSource, { signal }: Call): Promise<number | undefined> {
  const recording = await openNwb(source, { signal, warn: () => {} });
  try {
    const names = await recording.seriesNames({ signal });
    const found = names.map((name) => /^\/acquisition\/probe_(\d+)_lfp\//.exec(name)?.[1]).find(Boolean);
    return found === undefined ? undefined : Number(found);
  } finally {
    await recording.close();
  }
}

/** The LFP of a probe of a session that was opened with its file. */
export async function probeLfp(session: EcephysSession, probe: number, call: Call): Promise<LfpSource> {
  const lfp = await session.getLfp(probe, { scaled: true, ...call });
  const channels = await ifThere(() => session.channels(call));
  const heights = new Map<number, number>();
  for (let row = 0; row < (channels?.numRows() ?? 0); row++)
    heights.set(channels!.get("id", row), channels!.get("probe_vertical_position", row));
  return {
    name: `probe ${probe}`,
    probe,
    heights: Array.from(lfp.channels, (id) => heights.get(id) ?? Number.NaN),
    read: ([from, to], signal) => lfp.sel({ time: { from, to } }, { signal }),
  };
}

/** Series of voltages that lie in the session's file itself, as those of other labs do. */
export async function seriesLfp(recording: NwbRecording, call: Call): Promise<LfpSource[]> {
  const contents = await recording.contents(call);
  const sources: LfpSource[] = [];
  for (let row = 0; row < contents.numRows(); row++) {
    if (contents.get("type", row) !== "ElectricalSeries") continue;
    const series = await recording.series(contents.get("path", row), call);
    if (series.shape?.length !== 2 || series.time.kind === "none") continue;
    sources.push({
      name: series.path,
      probe: undefined,
      heights: [],
      read: ([from, to], signal) => series.sel({ time: { from, to } }, { signal }),
    });
  }
  return sources;
}
