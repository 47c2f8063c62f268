import { type Answer, type FrameAnswer, type GoldenEntry, goldenEntries } from "@ecephys/fixtures";
import { differences, type Rules } from "./compare/index.ts";
import type { Exception } from "./exception.ts";
import { describeOutcome, type Outcome } from "./outcome.ts";
import { isFromPath } from "./sessions/context.ts";

/** A unit of the session, from the recorded units table. */
interface AllenUnit {
  readonly id: number;
  readonly structure: unknown;
  readonly amplitudeCutoff: number;
  readonly isiViolations: number;
}

/** Where our sessions differ on purpose from AllenSDK's. */
export const SESSION_EXCEPTIONS: readonly Exception[] = [
  {
    kind: "information",
    note: "reference",
    reason: "the path variants with `nwb_version: 0`",
    matches: ({ group, args }) => group.startsWith("session-") && args.nwb_version === 0,
  },
  {
    kind: "ours",
    note: "S4",
    reason: "missing parameters of masked presentations are missing like any other",
    matches: ({ group, method }) =>
      group.startsWith("session-") && method === "get_stimulus_parameter_values",
    ours: (outcome, entry, rules) =>
      differences(withoutNaN(entry.answer(), entry.args.drop_nulls !== false), outcome, rules),
  },
  {
    kind: "ours",
    note: "S7",
    reason: "a threshold of 0 is 0",
    matches: ({ group, method }) =>
      group.endsWith("-cache-zero") &&
      /^(?:units|num_units|structurewise_unit_counts|metadata|spike_times|spike_amplitudes|mean_waveforms)$/.test(
        method,
      ),
    ours: (outcome, entry, rules) => {
      const passing = allenUnits(entry).filter(
        (unit) => unit.amplitudeCutoff <= 0 && unit.isiViolations <= 0,
      );
      return differences(ofUnits(entry, passing), outcome, rules);
    },
  },
  {
    kind: "ours",
    note: "S8",
    reason: "spike amplitudes are those of the session's units only",
    matches: ({ group, method }) => group.startsWith("session-") && method === "spike_amplitudes",
    ours: (outcome, entry, rules) => differences(ofUnits(entry, allenUnits(entry)), outcome, rules),
  },
  {
    kind: "ours",
    note: "S10",
    reason: "a session opened from a path has its structures from the file, and LFP if it is given",
    matches: ({ group, kind, args }) => isFromPath(group) && kind === "error" && args.path !== "<absent>",
    ours: fromPath,
  },
  {
    kind: "ours",
    note: "S18",
    reason: "no optotagging is an empty table with typed columns",
    matches: ({ method, kind }) => method === "optogenetic_stimulation_epochs" && kind === "error",
    ours: (outcome) => emptyWith(outcome, "id start_time condition level stop_time stimulus_name duration"),
  },
  {
    kind: "ours",
    note: "S18",
    reason: "no invalid times are an empty table with typed columns",
    matches: (entry) =>
      /^(?:get_)?invalid_times$/.test(entry.method) && (entry.answer() as FrameAnswer).columns.length === 0,
    ours: (outcome) => emptyWith(outcome, "id start_time stop_time tags"),
  },
];

/** AllenSDK's values of a unit column, from the recorded units of the same session and filters. */
function allenUnits(entry: GoldenEntry): AllenUnit[] {
  const answer = siblingAnswer(entry, entry.group, "units");
  if (answer?.kind !== "dataframe") throw new Error(`${entry.group} has no units`);
  const column = (name: string) => answer.columns.find((one) => one.name === name)?.values ?? [];
  const [cutoffs, violations] = [column("amplitude_cutoff"), column("isi_violations")];
  const project = column("ecephys_structure_acronym");
  const structures = project.length > 0 ? project : column("structure_acronym");
  return answer.index.values.map((id, row) => ({
    id: Number(id),
    structure: structures[row],
    amplitudeCutoff: Number(cutoffs[row]),
    isiViolations: Number(violations[row]),
  }));
}

function siblingAnswer(
  { project }: GoldenEntry,
  group: string,
  method: string,
  args?: GoldenEntry["args"],
): Answer | undefined {
  const same = (entry: GoldenEntry) =>
    entry.method === method && (args === undefined || JSON.stringify(entry.args) === JSON.stringify(args));
  return goldenEntries(project, group).find(same)?.answer();
}

/** The recorded answer, restricted to these units. */
function ofUnits(entry: GoldenEntry, units: readonly AllenUnit[]): Answer {
  const answer = entry.answer();
  const ids = new Set(units.map(({ id }) => id));
  if (entry.method === "num_units") return { kind: "value", type: undefined, value: units.length };
  if (entry.method === "structurewise_unit_counts") return countsOf(answer, units);
  if (answer.kind === "dataframe") return rowsOf(answer, (id) => ids.has(Number(id)));
  if (answer.kind !== "value") return answer;
  const value = answer.value as ReadonlyMap<unknown, unknown>;
  if (entry.method === "metadata")
    return { ...answer, value: new Map<unknown, unknown>([...value, ["num_units", units.length]]) };
  return { ...answer, value: digestOf(value, ids) };
}

function digestOf(value: ReadonlyMap<unknown, unknown>, ids: ReadonlySet<number>): unknown {
  const ofIds = (map: ReadonlyMap<unknown, unknown>) =>
    new Map([...map].filter(([id]) => ids.has(Number(id))));
  const list = value.get("units") as ReadonlyMap<string, unknown>[] | undefined;
  if (list === undefined) return ofIds(value);
  const arrays = value.get("arrays") as ReadonlyMap<unknown, unknown> | undefined;
  return new Map<string, unknown>([
    ["units", list.filter((unit) => ids.has(Number(unit.get("unit_id"))))],
    ...(arrays === undefined ? [] : [["arrays", ofIds(arrays)] as const]),
  ]);
}

function rowsOf(answer: FrameAnswer, isKept: (label: unknown) => boolean): FrameAnswer {
  const kept = answer.index.values.map(isKept);
  const pick = <T>(values: readonly T[]) => values.filter((_, row) => kept[row]);
  return {
    ...answer,
    index: { ...answer.index, values: pick(answer.index.values) },
    columns: answer.columns.map((column) => ({ ...column, values: column.values && pick(column.values) })),
  };
}

function countsOf(answer: Answer, units: readonly AllenUnit[]): Answer {
  if (answer.kind !== "series") return answer;
  const counts = new Map<unknown, number>();
  for (const { structure } of units) counts.set(structure, (counts.get(structure) ?? 0) + 1);
  return {
    ...answer,
    index: { ...answer.index, values: [...counts.keys()] },
    columns: answer.columns.map((column) => ({ ...column, values: [...counts.values()] })),
  };
}

/** The values of a list without missing ones, or a single value. */
function withoutNaN(answer: Answer, dropNulls: boolean): Answer {
  if (answer.kind !== "value") return answer;
  const lists = [...(answer.value as ReadonlyMap<string, { data: ArrayLike<unknown> }>)].map(
    ([name, { data }]) => {
      const values = Array.from(data);
      const present = values.filter((value) => value !== "null" && !Number.isNaN(value));
      const hasMissing = !dropNulls && present.length < values.length;
      return [name, hasMissing ? [...present, null] : present] as const;
    },
  );
  return { ...answer, value: new Map(lists) };
}

/** What a session from a path must answer: the same as through the cache, with structures from the file. */
function fromPath(outcome: Outcome, entry: GoldenEntry, rules: Rules): string[] {
  const { group, method, args } = entry;
  const whole = group.replace(/-path.*$/, "");
  if (method === "get_lfp" || method === "get_current_source_density") {
    const theirs = siblingAnswer(entry, whole, method, args);
    return theirs === undefined ? ["nothing to compare it with"] : differences(theirs, outcome, rules);
  }
  const channels = siblingAnswer(entry, group.replace("-everything", ""), "channels") as FrameAnswer;
  const column = channels.columns.find(({ name }) => name === "structure_acronym")?.values ?? [];
  const structures = new Map(channels.index.values.map((id, row) => [Number(id), column[row]] as const));
  switch (method) {
    case "structure_acronyms":
      return sameValue([...new Set(structures.values())], outcome, rules);
    case "structurewise_unit_counts": {
      const counts = {
        kind: "series",
        index: { names: [null], dtypes: [], values: [] },
        columns: [],
      } as const;
      const named = { ...counts, columns: [{ name: "ecephys_structure_acronym", dtype: "", values: [] }] };
      return differences(
        countsOf(
          named,
          allenUnits(entry).filter(({ structure }) => isText(structure)),
        ),
        outcome,
      );
    }
    case "metadata": {
      if (outcome.kind !== "value") return [`${describeOutcome(outcome)} instead of metadata`];
      const { num_units: count } = outcome.value as { num_units: number };
      return count === allenUnits(entry).length ? [] : [`${count} units`];
    }
    case "channel_structure_intervals": {
      const labels = (args.channel_ids as number[]).map((id) => structures.get(id));
      const starts = labels.flatMap((label, at) => (at === 0 || label !== labels[at - 1] ? [at] : []));
      return sameValue([starts.map((at) => labels[at]), [...starts, labels.length]], outcome, rules);
    }
    default:
      return [`no rule says what ${method} is from a path`];
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function sameValue(value: unknown, outcome: Outcome, rules: Rules): string[] {
  return differences({ kind: "value", type: undefined, value }, outcome, rules);
}

function emptyWith(outcome: Outcome, names: string): string[] {
  if (outcome.kind !== "table") return [`${describeOutcome(outcome)} instead of an empty table`];
  const found = outcome.table.columnNames().join(" ");
  if (outcome.table.numRows() > 0) return [`${outcome.table.numRows()} rows instead of none`];
  return found === names ? [] : [`columns ${found} instead of ${names}`];
}
