import { type ColumnTable, table } from "@ecephys/core/arquero";
import { argumentChecks } from "@ecephys/files";
import { isMissingCell } from "./parameters.ts";
import type { Presentations } from "./presentations.ts";

/** Which epochs are left out as too short. */
export interface StimulusEpochOptions {
  /** Minimum duration in seconds by stimulus name: shorter epochs of that stimulus are left out. */
  readonly durationThresholds?: Readonly<Record<string, number>> | undefined;
}

/** See `EcephysSession.getStimulusEpochs`. */
export function stimulusEpochs(
  presentations: Presentations,
  { durationThresholds = {} }: StimulusEpochOptions,
): ColumnTable {
  checkThresholds(durationThresholds);
  const column = (name: string) => presentations.columns.get(name);
  const [starts, stops] = [column("start_time")!, column("stop_time")!];
  const [names, blocks] = [column("stimulus_name")!, column("stimulus_block")];
  const epochs = epochBounds(presentations)
    .map(([first, last]) => ({
      start: starts[first] as number,
      stop: stops[last] as number,
      name: names[first] as string,
      block: (blocks?.[first] as number | undefined) ?? Number.NaN,
    }))
    .filter(({ start, stop, name }) => !(stop - start < (durationThresholds[name] ?? 0)));
  return table({
    start_time: Float64Array.from(epochs, ({ start }) => start),
    stop_time: Float64Array.from(epochs, ({ stop }) => stop),
    duration: Float64Array.from(epochs, ({ start, stop }) => stop - start),
    stimulus_name: epochs.map(({ name }) => name),
    stimulus_block: Float64Array.from(epochs, ({ block }) => block),
  });
}

function checkThresholds(thresholds: Readonly<Record<string, number>>): void {
  const { number, refusal } = argumentChecks("Finding epochs of stimuli");
  if (typeof thresholds !== "object" || thresholds === null || Array.isArray(thresholds))
    throw refusal("durationThresholds", thresholds, "an object of seconds by stimulus name");
  for (const [name, least] of Object.entries(thresholds)) number(`the duration threshold of ${name}`, least);
}

/** First and last row of each run of one block (of one stimulus where the file has no blocks); presentations without a block, and masked ones, are runs of their own. */
function epochBounds({ rows, columns, masked }: Presentations): [first: number, last: number][] {
  const [blocks, names] = [columns.get("stimulus_block"), columns.get("stimulus_name")];
  const state = (row: number): unknown => {
    if (masked[row]) return "masked";
    if (!blocks) return `of ${names?.[row]}`;
    const block = blocks[row];
    return isMissingCell(block) ? "none" : block;
  };
  const bounds: [number, number][] = [];
  for (let row = 0; row < rows; row++) {
    const last = bounds.at(-1);
    if (last && state(row) === state(row - 1)) last[1] = row;
    else bounds.push([row, row]);
  }
  return bounds;
}

/** Gaps between each presentation and the next; only between the given rows, where rows are given. */
export function interPresentationIntervals(presentations: Presentations, rows?: Int32Array): ColumnTable {
  const [starts, stops] = ["start_time", "stop_time"].map((name) => presentations.columns.get(name)!);
  const kept = rows && new Set(rows);
  const from: number[] = [];
  for (let row = 0; row + 1 < presentations.rows; row++)
    if (!kept || (kept.has(row) && kept.has(row + 1))) from.push(row);
  return table({
    from_presentation_id: Float64Array.from(from),
    to_presentation_id: Float64Array.from(from, (row) => row + 1),
    interval: Float64Array.from(from, (row) => (starts![row + 1] as number) - (stops![row] as number)),
  });
}
