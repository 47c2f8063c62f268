import { isEcephysError } from "@ecephys/files";
import { type Answer, type GoldenEntry, goldenEntries, type NdArray } from "@ecephys/fixtures";
import type { ColumnTable } from "arquero";
import { beforeAll, describe, expect, it } from "vitest";
import {
  conditionwiseSpikeStatistics,
  presentationwiseSpikeCounts,
  presentationwiseSpikeTimes,
  type SpikeCountOptions,
  type SpikeData,
} from "../src/index.ts";
import { recordedSession } from "./recorded-session.ts";

const METHODS = [
  "presentationwise_spike_counts",
  "presentationwise_spike_times",
  "conditionwise_spike_statistics",
];

describe.each([
  ["mini", 715093703],
  ["mini", 777821539],
  ["legacy", 738881103],
] as const)("recorded spike analyses of %s session %i", (project, id) => {
  const entries = goldenEntries(project, `session-${id}`).filter(({ method }) => METHODS.includes(method));
  let data: SpikeData;
  beforeAll(async () => {
    data = await recordedSession(project, id);
  });

  it.each(entries.map((entry) => [entry.file, entry] as const))("%s", (_, entry) => {
    const answer = entry.answer();
    if (answer.kind === "error") {
      expect(() => answerOf(entry, data)).toThrow(expect.toSatisfy((error) => isEcephysError(error)));
    } else expectSame(answerOf(entry, data), answer);
  });
});

function answerOf({ method, args }: GoldenEntry, data: SpikeData) {
  const selection = {
    stimulusPresentationIds: optional<number | number[]>(args.stimulus_presentation_ids),
    unitIds: optional<number | number[]>(args.unit_ids),
  };
  if (method === "presentationwise_spike_times") return presentationwiseSpikeTimes(data, selection);
  if (method === "conditionwise_spike_statistics")
    return conditionwiseSpikeStatistics(data, { ...selection, useRates: optional<boolean>(args.use_rates) });
  return presentationwiseSpikeCounts(data, {
    ...selection,
    binEdges: edges(args.bin_edges),
    binarize: optional<boolean>(args.binarize),
    dtype: optional<SpikeCountOptions["dtype"]>(args.dtype),
    timeDomainCallback: args.time_domain_callback ? (domain) => domain.map((time) => time + 0.01) : undefined,
  });
}

function optional<T>(value: unknown): T | undefined {
  return (value ?? undefined) as T | undefined;
}

function edges(value: unknown): ArrayLike<number> {
  return Array.isArray(value) ? value : ((value as NdArray).data as ArrayLike<number>);
}

type Ours = ReturnType<typeof answerOf>;

function expectSame(ours: Ours, answer: Answer): void {
  if (answer.kind === "dataarray") {
    const counts = ours as ReturnType<typeof presentationwiseSpikeCounts>;
    expect(counts.name).toBe(answer.name);
    expect(counts.dims).toEqual(answer.dims);
    expect(counts.shape).toEqual(answer.array.shape);
    for (const [name, { array }] of answer.coords)
      expect([...counts.coord(name)], name).toEqual(Array.from(array.data as ArrayLike<number>).map(near));
    expect([...counts.data]).toEqual(Array.from(answer.array.data as ArrayLike<number>));
    expect(`${answer.array.dtype}array`).toBe(counts.data.constructor.name.toLowerCase());
  } else if (answer.kind === "dataframe") {
    const rows = ours as ColumnTable;
    const index = answer.index.names.map((name, k) => ({
      name: name!,
      values: answer.index.values.map((value) => (Array.isArray(value) ? value[k] : value)),
    }));
    const columns = [...index, ...answer.columns];
    expect(new Set(rows.columnNames())).toEqual(new Set(columns.map(({ name }) => name)));
    for (const { name, values } of columns)
      expect([...(rows.array(name) as Iterable<unknown>)], name).toEqual(values!.map(near));
  } else throw new Error(`not expected: ${answer.kind}`);
}

/** Equal to within 1e-11 relative; missing equals missing. */
function near(value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) && value !== 0
    ? expect.closeTo(value, 11 - Math.ceil(Math.log10(Math.abs(value))))
    : value;
}
