import { isEcephysError } from "@ecephys/files";
import type { Answer } from "@ecephys/fixtures";
import { describeOutcome, type Outcome } from "../outcome.ts";
import { arrayDifferences, dataArrayDifferences } from "./arrays.ts";
import { frameDifferences } from "./frames.ts";
import type { Rules } from "./rules.ts";
import { isSameValue } from "./values.ts";

export type { Rules } from "./rules.ts";

/** What differs between a recorded answer and our outcome, by the rules in rules.ts; nothing if they are the same. */
export function differences(theirs: Answer, ours: Outcome, rules: Rules = {}): string[] {
  if (theirs.kind === "error") return errorDifferences(theirs.type, ours, rules);
  if (ours.kind === "error") return [`${describeOutcome(ours)} where AllenSDK succeeds`];
  switch (theirs.kind) {
    case "dataframe":
    case "series":
      return ours.kind === "table" ? frameDifferences(theirs, ours.table, rules) : unlike("a table", ours);
    case "dataarray":
      return ours.kind === "dataarray"
        ? dataArrayDifferences(theirs, ours.array, rules)
        : unlike("a DataArray", ours);
    case "array":
      if (ours.kind === "dataarray") return arrayDifferences(theirs.array, ours.array, rules);
      return ours.kind === "array" ? arrayDifferences(theirs.array, ours, rules) : unlike("an array", ours);
    case "value":
      return valueDifferences(theirs.value, ours, rules);
    case "none":
      return ours.kind === "none" ? [] : unlike("nothing", ours);
    default:
      return [`answers of kind ${theirs.kind} are information and are not compared`];
  }
}

/** Where AllenSDK fails we fail too, with an EcephysError whose code and text are our own. */
function errorDifferences(type: string, ours: Outcome, rules: Rules): string[] {
  if (ours.kind !== "error") return [`${describeOutcome(ours)} where AllenSDK fails (${type})`];
  const { error } = ours;
  if (!isEcephysError(error)) return [`${describeOutcome(ours)} is not an EcephysError`];
  const { errorCodes, errorNames } = rules;
  const isExpected = errorCodes?.includes(error.code) ?? true;
  return [
    ...(isExpected ? [] : [`${describeOutcome(ours)} is not of code ${errorCodes?.join(" or ")}`]),
    ...(errorNames === undefined || error.message.includes(errorNames)
      ? []
      : [`${describeOutcome(ours)} does not name ${errorNames}`]),
  ];
}

function valueDifferences(theirs: unknown, ours: Outcome, rules: Rules): string[] {
  if (ours.kind === "none")
    return isSameValue(theirs, undefined, rules) ? [] : [`nothing instead of ${text(theirs)}`];
  const value = ours.kind === "value" ? ours.value : ours.kind === "array" ? ours.data : undefined;
  if (ours.kind !== "value" && ours.kind !== "array") return unlike("a value", ours);
  return isSameValue(theirs, value, rules) ? [] : [`${text(value)} instead of ${text(theirs)}`];
}

function unlike(expected: string, ours: Outcome): string[] {
  return [`${describeOutcome(ours)} instead of ${expected}`];
}

function text(value: unknown): string {
  const shown =
    value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? Array.from(value as never) : value;
  const json = JSON.stringify(shown, (_, item) =>
    typeof item === "number" && !Number.isFinite(item) ? String(item) : item,
  );
  return json === undefined ? String(value) : json.length > 300 ? `${json.slice(0, 300)}…` : json;
}
