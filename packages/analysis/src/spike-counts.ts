import type { NumericArray } from "@ecephys/core";
import { DataArray } from "@ecephys/core/internal";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { allocate } from "./allocate.ts";
import { type BinCells, binCentres, countIntoRows } from "./bins.ts";
import {
  checkInputs,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  type UnitSpikes,
  unitsOneByOne,
  type Warn,
} from "./inputs.ts";
import { finish, type Steps } from "./steps.ts";
import { type TimeDomain, type TimeDomainCallback, timeDomain, warnOfOverlap } from "./time-domain.ts";

const COUNT_ARRAYS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** The type of the array that counts are kept in. */
export type SpikeCountType = keyof typeof COUNT_ARRAYS;
/** Counts by presentation, bin and unit. */
export type SpikeCounts = DataArray<InstanceType<(typeof COUNT_ARRAYS)[SpikeCountType]>>;

/** Which units and presentations, in which bins, and how counts are kept. */
export interface SpikeCountOptions extends SpikeSelection {
  /** Seconds from the presentation's start, ascending; n + 1 edges make n bins. */
  readonly binEdges: ArrayLike<number>;
  /** Keep 1 for every bin that holds a spike; for bins of about a millisecond. False by default. */
  readonly binarize?: boolean | undefined;
  /** "uint16", or "uint8" of binarized counts, by default. */
  readonly dtype?: SpikeCountType | undefined;
  /**
   * Dims unit_id × stimulus_presentation_id × time_relative_to_stimulus_onset, each unit's counts in one piece of
   * memory, which is counted faster; false by default.
   */
  readonly unitsFirst?: boolean | undefined;
  /** Seconds: binarizing wider bins gives a warning. 0.001 by default. */
  readonly largeBinSizeThreshold?: number | undefined;
  readonly timeDomainCallback?: TimeDomainCallback | undefined;
  readonly warn?: Warn | undefined;
}

export const SPIKE_COUNT_OPTIONS: OptionNames<SpikeCountOptions> = {
  ...SPIKE_SELECTION,
  binEdges: true,
  binarize: true,
  dtype: true,
  unitsFirst: true,
  largeBinSizeThreshold: true,
  timeDomainCallback: true,
  warn: true,
};

const ACTION = "Counting spikes by presentation";

/**
 * Spike counts around the start of each presentation.
 *
 * Bins are those of numpy.histogram: half-open, [edge, next edge), the last one closed; the edges are
 * `start_time + edge` in double precision, compared with the spike times themselves. Presentations
 * that are masked as invalid are counted like the others.
 *
 * @returns "spike_counts", dims stimulus_presentation_id × time_relative_to_stimulus_onset (the bins' centres
 * in seconds) × unit_id, each in the order of the ids given, or with `unitsFirst` unit_id before the other two. No
 * value is missing: an empty bin is 0.
 * @throws an EcephysError "not-found" for unknown ids; "argument" for fewer than two edges, for bins out of
 * order (it names them), for an unknown `dtype`, and where a count does not fit into it or all counts do not fit into
 * memory.
 * @example
 * import { presentationwiseSpikeCounts } from "@ecephys/analysis";
 *
 * const data = {
 *   spikeTimes: await session.spikeTimes(),
 *   presentations: await session.stimulusPresentations(),
 * };
 * const counts = presentationwiseSpikeCounts(data, { binEdges: [0, 0.05, 0.1] });
 */
export function presentationwiseSpikeCounts(data: SpikeData, options: SpikeCountOptions): SpikeCounts {
  return finish(spikeCountSteps(data, options));
}

/** `presentationwiseSpikeCounts` in steps. */
export function* spikeCountSteps(data: SpikeData, options: SpikeCountOptions): Steps<SpikeCounts> {
  const checks = checkInputs(
    data,
    argumentChecks(ACTION).required("the options", options, "an object with binEdges"),
    SPIKE_COUNT_OPTIONS,
    ACTION,
  );
  const {
    binarize = false,
    unitsFirst = false,
    dtype = binarize ? "uint8" : "uint16",
    warn = () => {},
  } = options;
  const edges = checks.numbers(
    "binEdges",
    checks.required("binEdges", options.binEdges, "a list of seconds"),
  );
  checks.flag("binarize", binarize);
  checks.flag("unitsFirst", unitsFirst);
  checks.number("largeBinSizeThreshold", options.largeBinSizeThreshold);
  const units = unitsOneByOne(data.spikeTimes, options.unitIds, ACTION);
  const presentations = selectPresentations(data.presentations, options.stimulusPresentationIds, ACTION);
  const domain = timeDomain(presentations.starts, edges, options.timeDomainCallback, ACTION);
  const [rows] = domain.shape;
  if (units.length === 0) warn("no unit is selected");
  if (rows === 0) warn("no presentation is selected");
  if (binarize) warnOfWideBins(edges, options.largeBinSizeThreshold ?? 0.001, warn);
  warnOfOverlap(domain, warn);

  const bins = edges.length - 1;
  const lengths = [rows, bins, units.length];
  const counts = allocate<SpikeCounts["data"]>(
    arrayOf(dtype),
    lengths,
    "presentations × bins × units",
    ACTION,
  );
  if (unitsFirst)
    yield* countByUnit(units, domain, { data: counts, rowStride: bins, binStride: 1, binarize });
  else {
    const [rowStride, binStride] = [bins * units.length, units.length];
    yield* countByPresentation(units, domain, { data: counts, rowStride, binStride, binarize });
  }
  const dims = ["stimulus_presentation_id", "time_relative_to_stimulus_onset", "unit_id"];
  return new DataArray<SpikeCounts["data"]>({
    name: "spike_counts",
    dims: unitsFirst ? [dims[2]!, dims[0]!, dims[1]!] : dims,
    shape: unitsFirst ? [units.length, rows, bins] : lengths,
    coords: {
      stimulus_presentation_id: presentations.ids,
      time_relative_to_stimulus_onset: binCentres(edges),
      unit_id: Float64Array.from(units, ({ id }) => id),
    },
    data: counts,
  });
}

function* countByUnit(
  units: readonly UnitSpikes[],
  domain: TimeDomain,
  cells: BinCells,
): Generator<number, void> {
  const [rows] = domain.shape;
  const perUnit = rows * cells.rowStride;
  for (const [u, { times }] of units.entries()) {
    touchPages(cells.data, u * perUnit, (u + 1) * perUnit);
    countIntoRows(times, domain, [0, rows], cells, u * perUnit, 0);
    yield (u + 1) / units.length;
  }
}

/** Bytes of the result that are written at a time: few enough to stay in the processor's cache. */
const BLOCK = 1 << 21;

/**
 * Some presentations at a time, so that writes are near each other in memory and the spikes of a unit are looked for
 * in the same place some times in a row.
 */
function* countByPresentation(
  units: readonly UnitSpikes[],
  domain: TimeDomain,
  cells: BinCells,
): Generator<number, void> {
  const [rows] = domain.shape;
  const times: Float64Array[] = [];
  for (const unit of units) {
    times.push(unit.times);
    yield 0;
  }
  const cursors = new Uint32Array(units.length);
  const { data, rowStride } = cells;
  const step = Math.max(1, Math.floor(BLOCK / Math.max(1, rowStride * data.BYTES_PER_ELEMENT)));
  for (let start = 0; start < rows; start += step) {
    const end = Math.min(rows, start + step);
    touchPages(data, start * rowStride, end * rowStride);
    for (let u = 0; u < units.length; u++)
      cursors[u] = countIntoRows(times[u]!, domain, [start, end], cells, u, cursors[u]!);
    yield end / rows;
  }
}

/** Bytes that systems hand out at a time, at the least. */
const PAGE = 4096;

/** Writes to each page of fresh memory: a system hands them out in order in half the time that it takes otherwise. */
function touchPages(data: NumericArray, from: number, to: number): void {
  const step = PAGE / data.BYTES_PER_ELEMENT;
  for (let i = from; i < to; i += step) data[i] = 0;
}

/** Callers without a compiler may name any type. */
function arrayOf(dtype: SpikeCountType): (typeof COUNT_ARRAYS)[SpikeCountType] {
  if (Object.hasOwn(COUNT_ARRAYS, dtype)) return COUNT_ARRAYS[dtype];
  const remedy = `Give one of ${Object.keys(COUNT_ARRAYS).join(", ")}`;
  throw argumentChecks(ACTION).refusal("the option dtype", dtype, "the name of a type", remedy);
}

function warnOfWideBins(edges: Float64Array, threshold: number, warn: Warn): void {
  let widest = 0;
  for (let b = 1; b < edges.length; b++) widest = Math.max(widest, edges[b]! - edges[b - 1]!);
  if (widest > threshold)
    warn(`binarizing bins of up to ${widest} s loses spikes: use bins of at most ${threshold} s`);
}
