import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import { eachAtMost } from "@ecephys/files/internal";
import { isNumeric } from "@ecephys/hdf5/internal";
import type { NwbFile } from "../file/nwb-file.ts";
import { type RaggedIndex, type RaggedRun, raggedRuns, readRaggedIndex } from "../file/ragged.ts";
import { counted } from "../file/warnings.ts";
import type { Electrodes } from "./channels.ts";
import { rowsOfIds } from "./rows-of-ids.ts";
import type { UnitRows } from "./unit-rows.ts";

const ACTION = "Reading the mean waveforms";

/** Channels of neighbouring units that are read at once: some 20 units, or 5 MB. */
const RUN = 8192;
/** The share of a waveform's rows with which the others stay in memory beside them. */
const MOST = 0.9;
/** Runs that are read at the same time. */
const RUNS = 4;

/** The channels of a probe that a session has. */
export interface ProbeChannels {
  /** Hz; NaN where it is not known. */
  readonly samplingRate: number;
  /** By number on the probe; undefined where the file does not say which channels a waveform has. */
  readonly ids: ReadonlyMap<number, number> | undefined;
}

/** Reads mean waveforms, neighbours in the file together, and keeps them. */
export class MeanWaveforms {
  private readonly file: NwbFile;
  private readonly rows: UnitRows;
  private readonly known = new Map<number, Promise<DataArray>>();
  private readonly layouts = new Map<ProbeChannels, Layout>();
  private index: Promise<WaveformIndex> | undefined;

  constructor(file: NwbFile, rows: UnitRows) {
    this.file = file;
    this.rows = rows;
  }

  /** The waveforms of units on the given probes, in their order. */
  async read(
    units: ReadonlyMap<number, ProbeChannels>,
    signal?: AbortSignal,
  ): Promise<Map<number, DataArray>> {
    const missing = new Map<number, number>();
    for (const id of units.keys()) if (!this.known.has(id)) missing.set(this.rows.rowOf(id)!, id);
    if (missing.size > 0) {
      const index = await this.indexOnce();
      const runs = raggedRuns(index, [...missing.keys()], RUN);
      await eachAtMost(runs, RUNS, async (run) => {
        signal?.throwIfAborted();
        const values = this.readRun(run);
        for (const row of run.rows) {
          const id = missing.get(row)!;
          this.keep(id, this.waveform(values, index, run, row, units.get(id)!));
        }
        await values;
      });
    }
    const waveforms = new Map<number, DataArray>();
    for (const id of units.keys()) waveforms.set(id, await this.known.get(id)!);
    return waveforms;
  }

  private async readRun({ start, end }: RaggedRun): Promise<Rows> {
    const path = `${this.rows.path}/waveform_mean`;
    const { cube } = await this.indexOnce();
    const range = cube ? ([start / cube.channels, end / cube.channels] as const) : ([start, end] as const);
    const { data, shape } = await this.file.read(path, ACTION, { ranges: [range] });
    if (!isNumeric(data)) return this.file.damage(path, ACTION, "it does not hold numbers");
    if (cube) return { data: channelsFirst(data, cube), samples: cube.samples };
    if (shape.length !== 2) this.file.damage(path, ACTION, "it does not hold rows of samples");
    return { data, samples: shape[1]! };
  }

  private async waveform(
    rows: Promise<Rows>,
    { bounds }: RaggedIndex,
    run: RaggedRun,
    row: number,
    channels: ProbeChannels,
  ): Promise<DataArray> {
    const { data, samples } = await rows;
    const [first, last] = [bounds[row]! - run.start, bounds[row + 1]! - run.start];
    const own = data.subarray(first * samples, last * samples);
    const { ids, spans, time } = this.layout(channels, last - first, samples);
    return new DataArray({
      dims: ["channel_id", "time"],
      shape: [ids.length, samples],
      coords: { channel_id: ids, time },
      data: ids.length === last - first ? own : rowsOf(own, spans, ids.length, samples),
    });
  }

  /** What waveforms of the same probe and shape share. */
  private layout(channels: ProbeChannels, count: number, samples: number): Layout {
    const known = this.layouts.get(channels);
    if (known?.count === count && known.time.length === samples) return known;
    const layout = layoutOf(channels, count, samples);
    this.layouts.set(channels, layout);
    return layout;
  }

  private keep(id: number, waveform: Promise<DataArray>): void {
    this.known.set(id, waveform);
    waveform.catch(() => this.known.delete(id));
  }

  private indexOnce(): Promise<WaveformIndex> {
    if (!this.index) {
      this.index = this.readIndex();
      this.index.catch(() => {
        this.index = undefined;
      });
    }
    return this.index;
  }

  /** Of lists of channels, or of one cube of units by samples by channels, as NWB's own column is. */
  private async readIndex(): Promise<WaveformIndex> {
    const { count, path } = this.rows;
    const column = `${path}/waveform_mean`;
    const { shape = [] } = await this.file.requireDataset(column, ACTION);
    if (await this.file.dataset(`${column}_index`))
      return { ...(await readRaggedIndex(this.file, column, count, ACTION)), cube: undefined };
    const [units, samples = 0, channels = 1] = shape;
    if (units !== count || shape.length < 2 || shape.length > 3)
      this.file.damage(
        column,
        ACTION,
        `its shape is (${shape.join(", ")}), which is not that of ${counted(count, "unit")}`,
      );
    const bounds = Float64Array.from({ length: count + 1 }, (_, row) => row * channels);
    return { bounds, cube: { samples, channels } };
  }
}

/** A cube's extent for each unit. */
interface Cube {
  readonly samples: number;
  readonly channels: number;
}

interface WaveformIndex extends RaggedIndex {
  readonly cube: Cube | undefined;
}

function channelsFirst(data: NumericArray, { channels, samples }: Cube): NumericArray {
  const turned = data.slice();
  const size = samples * channels;
  for (let at = 0; at < data.length; at++) {
    const [unit, within] = [Math.floor(at / size), at % size];
    turned[unit * size + (within % channels) * samples + Math.floor(within / channels)] = data[at]!;
  }
  return turned;
}

interface Rows {
  readonly data: NumericArray;
  readonly samples: number;
}

/** The labels of a waveform, and which of the file's rows it has. */
interface Layout {
  /** Rows of the file. */
  readonly count: number;
  /** Ids of the channels that the session has. */
  readonly ids: Float64Array;
  /** Where they lie among the file's rows: runs of neighbours. */
  readonly spans: readonly (readonly [first: number, last: number])[];
  /** Seconds from the first sample. */
  readonly time: Float64Array;
}

function layoutOf({ ids: known, samplingRate }: ProbeChannels, count: number, samples: number): Layout {
  const ids: number[] = [];
  const spans: [number, number][] = [];
  for (let number = 0; number < count; number++) {
    const id = known ? known.get(number) : number;
    if (id === undefined) continue;
    ids.push(id);
    const last = spans.at(-1);
    if (last?.[1] === number) last[1] = number + 1;
    else spans.push([number, number + 1]);
  }
  const time = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) time[sample] = sample / samplingRate;
  return { count, ids: Float64Array.from(ids), spans, time };
}

/**
 * Some of a waveform's rows. Most of them are moved together where they lie: memory that is written for the first time
 * costs more than they do.
 */
function rowsOf(data: NumericArray, spans: Layout["spans"], rows: number, samples: number): NumericArray {
  const stays = rows * samples >= data.length * MOST;
  const kept = stays
    ? data.subarray(0, rows * samples)
    : new (data.constructor as new (length: number) => NumericArray)(rows * samples);
  let at = 0;
  for (const [first, last] of spans) {
    if (stays) data.copyWithin(at, first * samples, last * samples);
    else kept.set(data.subarray(first * samples, last * samples), at);
    at += (last - first) * samples;
  }
  return kept;
}

/** A probe's channel ids by their number on the probe, of the channels that a session has. */
export function channelIdsByNumber(
  { channelNumbers, ids, probeIds }: Electrodes,
  probeId: number,
  channelIds: Float64Array,
): ReadonlyMap<number, number> {
  const channels = rowsOfIds(ids, channelIds);
  const found = new Map<number, number>();
  for (let row = 0; row < channels.length; row++)
    if (probeIds[row] === probeId && channels[row]! >= 0) found.set(channelNumbers[row]!, ids[row]!);
  return found;
}
