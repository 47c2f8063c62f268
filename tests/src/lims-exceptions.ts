import { type Answer, type GoldenEntry, goldenAnswer } from "@ecephys/fixtures";
import { differences, type Rules } from "./compare/index.ts";
import type { Exception } from "./exception.ts";
import { describeOutcome, type Outcome } from "./outcome.ts";

const P_VALUE = "p_value_rf";
const ON_SCREEN = "on_screen_rf";

/** Where our LIMS backend differs on purpose from AllenSDK's. */
export const LIMS_EXCEPTIONS: readonly Exception[] = [
  {
    kind: "ours",
    note: "L1",
    reason:
      "metrics are filtered by unit: these units have the metrics that AllenSDK gives for their bundles",
    matches: ({ file }) => file.startsWith("lims-api/018-"),
    ours: (outcome, { project }, rules) =>
      differences(
        exchanged(goldenAnswer(project, "lims-api/019-get_unit_analysis_metrics-18.json")),
        outcome,
        rules,
      ),
  },
  {
    kind: "ours",
    note: "L1",
    reason: "ids of metric bundles are not unit ids and match nothing",
    matches: ({ file }) => file.startsWith("lims-api/019-"),
    ours: emptyTable,
  },
  {
    kind: "ours",
    note: "M6, L7",
    reason: "filters that match or list nothing give an empty table with typed columns",
    matches: ({ group, kind }) => group === "lims-api" && kind === "error",
    ours: emptyTable,
  },
  {
    kind: "ours",
    note: "L2",
    reason: "p_value_rf and on_screen_rf are swapped back for LIMS as for the warehouse",
    matches: ({ group, method, kind, project }) =>
      group.startsWith("lims") &&
      project === "mini" &&
      method.startsWith("get_unit_analysis_metrics") &&
      kind === "dataframe",
    ours: (outcome, entry, rules) => differences(exchanged(entry.answer()), outcome, rules),
  },
  {
    kind: "ours",
    note: "T4",
    reason: "a suppressed column never breaks the getAll… calls",
    matches: ({ file }) => /^lims\/03[45]-get_all_.*-suppressed/.test(file),
    ours: sameAsUnsuppressed,
  },
];

/** The answer with the two columns' names swapped, if they are the wrong way round in it. */
function exchanged(answer: Answer): Answer {
  if (answer.kind !== "dataframe") return answer;
  if (answer.columns.find(({ name }) => name === P_VALUE)?.dtype !== "bool") return answer;
  const names = new Map([
    [P_VALUE, ON_SCREEN],
    [ON_SCREEN, P_VALUE],
  ]);
  const columns = answer.columns.map((column) => ({
    ...column,
    name: names.get(column.name) ?? column.name,
  }));
  return { ...answer, columns };
}

function emptyTable(outcome: Outcome): string[] {
  if (outcome.kind !== "table") return [`${describeOutcome(outcome)} instead of an empty table`];
  if (outcome.table.numRows() > 0) return [`${outcome.table.numRows()} rows instead of none`];
  return outcome.table.numCols() > 0 ? [] : ["the empty table has no columns"];
}

function sameAsUnsuppressed(outcome: Outcome, { project, method }: GoldenEntry, rules: Rules): string[] {
  const number = method === "get_all_session_types" ? "029" : "030";
  return differences(goldenAnswer(project, `lims/${number}-${method}.json`), outcome, rules);
}
