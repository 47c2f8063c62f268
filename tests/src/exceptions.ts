import { type Answer, type GoldenEntry, goldenAnswer, warehouseTables } from "@ecephys/fixtures";
import { differences, type Rules } from "./compare/index.ts";
import { isMissing } from "./compare/values.ts";
import type { Exception } from "./exception.ts";
import { LIMS_EXCEPTIONS } from "./lims-exceptions.ts";
import { describeOutcome, type Outcome } from "./outcome.ts";
import { SESSION_EXCEPTIONS } from "./session-exceptions.ts";

const INFORMATION: readonly Exception[] = [
  {
    kind: "information",
    note: "reference",
    reason: "`requests`, `layout` and request counts are information",
    matches: ({ kind, method, group, project }) =>
      kind === "requests" ||
      method === "requests" ||
      group === "layout" ||
      (project === "quirks" && method === "after"),
  },
  {
    kind: "information",
    note: "reference",
    reason: "answers recorded without their input",
    matches: ({ project, file }) =>
      project === "quirks" && /^(?:writers\/|functions\/004|nwb_version\/005)/.test(file),
  },
  {
    kind: "information",
    note: "S20",
    reason: "internal steps of AllenSDK; their results are compared in epochs and stimulus tables",
    matches: ({ project, file }) => project === "quirks" && /^functions\/00[23]/.test(file),
  },
  {
    kind: "information",
    note: "S22",
    reason: "a warning or none: warnings are information",
    matches: ({ project, group }) => project === "quirks" && group === "nwb_version",
  },
];

const TABLES: readonly Exception[] = [
  {
    kind: "ours",
    note: "M6",
    reason: "filters that match nothing give an empty table with typed columns",
    matches: ({ group, kind }) => group === "warehouse-api" && kind === "error",
    ours: emptyTable,
  },
  {
    kind: "ours",
    note: "T4",
    reason: "a suppressed column never breaks the getAll… calls",
    matches: ({ file }) => /^warehouse\/03[45]-get_all_.*-suppressed/.test(file),
    ours: (outcome, { project, file, method }, rules) => {
      const number = method === "get_all_session_types" ? "029" : "030";
      const plain = goldenAnswer(project, `warehouse/${number}-${method}.json`);
      return named(differences(plain, outcome, rules), file);
    },
  },
];

const CACHE: readonly Exception[] = [
  {
    kind: "ours",
    note: "C1",
    reason: "a fixed cache writes nothing",
    matches: ({ file }) => file.startsWith("fixed/003-"),
    ours: (outcome) =>
      outcome.kind === "value"
        ? (outcome.value as string[]).filter((name) => !name.endsWith("manifest.json"))
        : succeeds(outcome),
  },
  {
    kind: "ours",
    note: "C1",
    reason: "a fixed cache works",
    matches: ({ file }) => file.startsWith("fixed/001-"),
    ours: sessionTable,
  },
  {
    kind: "ours",
    note: "C1",
    reason: "a fixed cache in an empty directory opens; what is missing fails when it is requested",
    matches: ({ file }) => file.startsWith("fixed/002-"),
    ours: succeeds,
  },
  {
    kind: "ours",
    note: "C2",
    reason: "no cache works",
    matches: ({ file }) => file.startsWith("manifest/005-"),
    ours: sessionTable,
  },
  {
    kind: "ours",
    note: "C3",
    reason: "versions 0.2.1 and 0.3.0 are both opened",
    matches: ({ file }) => file.startsWith("manifest/001-"),
    ours: succeeds,
  },
];

const FAULTS: readonly Exception[] = [
  {
    kind: "ours",
    note: "H1-H11",
    reason: "request counts are information; every file left is complete and has its recorded bytes",
    matches: ({ group, method }) => group === "faults" && method === "requests and files left",
    ours: (outcome) =>
      outcome.kind === "value"
        ? (outcome.value as string[])
        : [`${describeOutcome(outcome)} instead of what is left`],
  },
  {
    kind: "ours",
    note: "H4",
    reason: "a body shorter than Content-Length is refused",
    matches: ({ group, tag }) => group === "faults" && tag === "17-sync",
    ours: fails,
  },
];

const QUIRKS: readonly Exception[] = [
  {
    kind: "ours",
    note: "M1",
    reason: "p_value_rf and on_screen_rf are swapped back whichever of them is null",
    matches: ({ project, group }) => project === "quirks" && /^metric-swapped-null-\d$/.test(group),
    ours: exchanged,
  },
  {
    kind: "ours",
    note: "M2",
    reason: "text that is not a literal stays text, and no other value is lost",
    matches: ({ project, group }) => project === "quirks" && /^metric-text-(?:with-space|empty)$/.test(group),
    ours: keptTexts,
  },
  {
    kind: "ours",
    note: "M2",
    reason: "tuples and dicts as text stay text; no metric of the dataset has them",
    matches: ({ project, group }) => project === "quirks" && group === "metric-python-literal",
    ours: (outcome, entry, rules) => {
      if (outcome.kind !== "table") return [`${describeOutcome(outcome)} instead of a table`];
      const texts = new Set(Array.from(outcome.table.array("class_rf") as ArrayLike<unknown>));
      const others = differences(without(entry.answer(), "class_rf"), outcome, {
        ...rules,
        extraColumns: ["class_rf"],
      });
      return texts.has("(1, 2)") && texts.has("{'a': 1}") ? others : ["class_rf has no text", ...others];
    },
  },
  {
    kind: "ours",
    note: "S12",
    reason: "a spike on an inner edge counts once, as in numpy.histogram",
    matches: ({ project, file }) => project === "quirks" && file.startsWith("functions/001"),
    ours: (outcome) =>
      outcome.kind === "dataarray" && [...outcome.array.data].join() === "1,1,3"
        ? []
        : [`${describeOutcome(outcome)} instead of 1, 1, 3`],
  },
  {
    kind: "ours",
    note: "H8",
    reason: "unknown stimulus files are skipped",
    matches: ({ project, group }) => project === "quirks" && group === "stimulus-file-of-another-kind",
    ours: (outcome) =>
      differences(goldenAnswer("mini", "warehouse/050-get_natural_movie_template-1.json.gz"), outcome),
  },
  {
    kind: "ours",
    note: "T15",
    reason: "phases are always text",
    matches: ({ project, group }) => project === "quirks" && group === "numbers-as-text",
    ours: (outcome, entry, rules) => {
      if (outcome.kind !== "table") return [`${describeOutcome(outcome)} instead of a table`];
      const phases = Array.from(outcome.table.array("phase") as ArrayLike<unknown>);
      const others = differences(without(entry.answer(), "phase"), outcome, {
        ...rules,
        extraColumns: ["phase"],
      });
      return phases.every((phase) => typeof phase === "string") ? others : ["a phase is no text", ...others];
    },
  },
];

/** Every entry that is not compared with AllenSDK's answer, and why. */
export const EXCEPTIONS: readonly Exception[] = [
  ...INFORMATION,
  ...TABLES,
  ...CACHE,
  ...FAULTS,
  ...QUIRKS,
  ...LIMS_EXCEPTIONS,
  ...SESSION_EXCEPTIONS,
];

/** The session table from the warehouse. */
function sessionTable(outcome: Outcome, { project }: GoldenEntry): string[] {
  return differences(goldenAnswer(project, "warehouse/001-get_session_table.json"), outcome);
}

/** One row per metric bundle of a visual coding session, with text as in the warehouse; "" is missing. */
function keptTexts(outcome: Outcome, { group }: GoldenEntry): string[] {
  if (outcome.kind !== "table") return [`${describeOutcome(outcome)} instead of a table`];
  const units = Array.from(outcome.table.array("ecephys_unit_id") as ArrayLike<number>);
  const words = outcome.table.array("class_rf") as ArrayLike<unknown>;
  const bundles = new Map(
    (warehouseTables(group).EcephysUnitMetricBundle ?? []).map((bundle) => {
      const { class_rf } = JSON.parse(String(bundle.data)) as { class_rf: string };
      return [bundle.ecephys_unit_id, class_rf];
    }),
  );
  const wrong = units.filter((unit, row) => {
    const sent = bundles.get(unit);
    return sent === "" ? !isMissing(words[row]) : words[row] !== sent;
  });
  return units.length > 0 && wrong.length === 0
    ? []
    : [`class_rf of units ${wrong.join(", ")} is not as sent`];
}

function succeeds(outcome: Outcome): string[] {
  return outcome.kind === "error" ? [describeOutcome(outcome)] : [];
}

function fails(outcome: Outcome, entry: GoldenEntry): string[] {
  return differences({ kind: "error", type: entry.tag, message: "" }, outcome);
}

function emptyTable(outcome: Outcome): string[] {
  if (outcome.kind !== "table") return [`${describeOutcome(outcome)} instead of an empty table`];
  if (outcome.table.numRows() > 0) return [`${outcome.table.numRows()} rows instead of none`];
  return outcome.table.numCols() > 0 ? [] : ["the empty table has no columns"];
}

/** Where AllenSDK answers, all but the two columns must be equal; those hold numbers and booleans, in the right order. */
function exchanged(outcome: Outcome, entry: GoldenEntry, rules: Rules): string[] {
  if (outcome.kind !== "table") return [`${describeOutcome(outcome)} instead of a table`];
  const columns = ["p_value_rf", "on_screen_rf"];
  const isOf = (name: string, type: string) =>
    Array.from(outcome.table.array(name) as ArrayLike<unknown>).every(
      (value) => value === null || typeof value === type || Number.isNaN(value),
    );
  const found = [
    ...(isOf("p_value_rf", "number") ? [] : ["p_value_rf has no numbers"]),
    ...(isOf("on_screen_rf", "boolean") ? [] : ["on_screen_rf has no booleans"]),
  ];
  const theirs = entry.answer();
  if (theirs.kind === "error") return found;
  const rest = columns.reduce(without, theirs);
  return [...found, ...differences(rest, outcome, { ...rules, extraColumns: columns })];
}

function without(answer: Answer, column: string): Answer {
  if (answer.kind !== "dataframe") return answer;
  return { ...answer, columns: answer.columns.filter(({ name }) => name !== column) };
}

function named(found: readonly string[], file: string): string[] {
  return found.map((difference) => `${file}: ${difference}`);
}
