import { DataArray } from "@ecephys/core";
import { isNumeric } from "@ecephys/hdf5/internal";
import type { NwbFile } from "../file/nwb-file.ts";
import { type RaggedIndex, readRaggedIndex } from "../file/ragged.ts";
import type { Electrodes } from "./channels.ts";
import type { Probe } from "./probes.ts";
import type { UnitRows } from "./spikes.ts";
import { UNITS } from "./units.ts";

const PATH = `${UNITS}/waveform_mean`;
const ACTION = "Reading the mean waveforms";

/** Reads mean waveforms unit by unit, and keeps them. */
export class MeanWaveforms {
  private readonly file: NwbFile;
  private readonly rows: UnitRows;
  private readonly known = new Map<number, Promise<DataArray>>();
  private index: Promise<RaggedIndex> | undefined;

  constructor(file: NwbFile, rows: UnitRows) {
    this.file = file;
    this.rows = rows;
  }

  /** The waveform of a unit of the given probe; the channels are the session's. */
  read(unitId: number, probe: Probe, channelIds: ReadonlyMap<number, number>): Promise<DataArray> {
    let waveform = this.known.get(unitId);
    if (!waveform) {
      waveform = this.readOne(unitId, probe, channelIds);
      this.known.set(unitId, waveform);
      waveform.catch(() => this.known.delete(unitId));
    }
    return waveform;
  }

  private async readOne(
    unitId: number,
    probe: Probe,
    channelIds: ReadonlyMap<number, number>,
  ): Promise<DataArray> {
    this.index ??= readRaggedIndex(this.file, PATH, this.rows.size, ACTION);
    const { bounds } = await this.index.catch((error: unknown) => {
      this.index = undefined;
      throw error;
    });
    const row = this.rows.get(unitId)!;
    const { data, shape } = await this.file.read(PATH, ACTION, {
      ranges: [[bounds[row]!, bounds[row + 1]!]],
    });
    const [count = 0, samples = 0] = shape;
    if (!isNumeric(data) || shape.length !== 2)
      this.file.damage(PATH, ACTION, "it does not hold rows of samples");
    const whole = new DataArray({
      dims: ["channel_id", "time"],
      shape: [count, samples],
      coords: {
        channel_id: Float64Array.from({ length: count }, (_, number) => channelIds.get(number) ?? -1),
        time: Float64Array.from({ length: samples }, (_, sample) => sample / probe.samplingRate),
      },
      data,
    });
    return whole.isel({ channel_id: knownChannels(whole) });
  }
}

/** Positions of the channels that the session has. */
function knownChannels(waveform: DataArray): number[] {
  const ids = waveform.coord("channel_id") as Float64Array;
  return Array.from(ids.keys()).filter((position) => ids[position] !== -1);
}

/** A probe's channel ids by their number on the probe. */
export function channelIdsByNumber(
  electrodes: Electrodes,
  probeId: number,
  isKept: (channelId: number) => boolean,
): ReadonlyMap<number, number> {
  const ids = new Map<number, number>();
  for (const [row, id] of electrodes.ids.entries())
    if (electrodes.probeIds[row] === probeId && isKept(id)) ids.set(electrodes.channelNumbers[row]!, id);
  return ids;
}
