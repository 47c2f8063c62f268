import { isEcephysError } from "@ecephys/files";
import type { Answer } from "@ecephys/fixtures";
import { describeOutcome, type Outcome } from "../outcome.ts";
import { arrayDifferences, dataArrayDifferences } from "./arrays.ts";
import { frameDifferences } from "./frames.ts";
import type { Rules } from "./rules.ts";
import { isSameValue } from "./values.ts";

export type { Rules } from "./rules.ts";

/** What differs between a recorded answer and our outcome, by the rules in rules.ts; nothing where they are the same. */
export function differences(peer: Answer, ours: Outcome, rules: Rules = {}): string[] {
  if (peer.kind === "error") return errorDifferences(peer.type, ours, rules);
  if (ours.kind === "error") return [`${describeOutcome(ours)} where the peer succeeds`];
  switch (peer.kind) {
    case "dataframe":
    case "series":
      return ours.kind === "table" ? frameDifferences(peer, ours.table, rules) : unlike("a table", ours);
    case "dataarray":
      return ours.kind === "dataarray"
        ? dataArrayDifferences(peer, ours.array, rules)
        : unlike("a DataArray", ours);
    case "array":
      if (ours.kind === "dataarray") return arrayDifferences(peer.array, ours.array, rules);
      return ours.kind === "array" ? arrayDifferences(peer.array, ours, rules) : unlike("an array", ours);
    case "value":
      return valueDifferences(peer.value, ours, rules);
    case "none":
      return ours.kind === "none" ? [] : unlike("nothing", ours);
    default:
      return [`answers of kind ${peer.kind} are information and are not compared`];
  }
}

/** Where the peer fails we fail too, with an error of ours; its type and text are ours. */
function errorDifferences(type: string, ours: Outcome, rules: Rules): string[] {
  if (ours.kind !== "error") return [`${describeOutcome(ours)} where the peer fails (${type})`];
  const { error } = ours;
  if (!isEcephysError(error)) return [`${describeOutcome(ours)} is not one of ours`];
  const { errorCodes, errorNames } = rules;
  const isExpected = errorCodes?.includes(error.code) ?? true;
  return [
    ...(isExpected ? [] : [`${describeOutcome(ours)} is not of code ${errorCodes?.join(" or ")}`]),
    ...(errorNames === undefined || error.message.includes(errorNames)
      ? []
      : [`${describeOutcome(ours)} does not name ${errorNames}`]),
  ];
}

function valueDifferences(peer: unknown, ours: Outcome, rules: Rules): string[] {
  if (ours.kind === "none")
    return isSameValue(peer, undefined, rules) ? [] : [`nothing instead of ${text(peer)}`];
  const value = ours.kind === "value" ? ours.value : ours.kind === "array" ? ours.data : undefined;
  if (ours.kind !== "value" && ours.kind !== "array") return unlike("a value", ours);
  return isSameValue(peer, value, rules) ? [] : [`${text(value)} instead of ${text(peer)}`];
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
