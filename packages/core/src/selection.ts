import { argumentChecks, EcephysError } from "@ecephys/files";
import { clamp, nearest } from "@ecephys/files/internal";
import type { Label, Labels } from "./labels.ts";

/** All labels from one to another, both included; an omitted bound is the end of the dimension. */
export interface LabelRange {
  readonly from?: Label | undefined;
  readonly to?: Label | undefined;
}

/** All from one position to before another; negative ones count from the end. */
export interface IndexRange {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** One label (the dimension is dropped), several in the order given, or a range, both ends included. */
export type LabelSelector =
  | Label
  | bigint
  | ArrayLike<Label | bigint>
  | Iterable<Label | bigint>
  | LabelRange;

/** One position (the dimension is dropped; negative counts from the end), several, or `start` to before `end`. */
export type IndexSelector = number | ArrayLike<number> | Iterable<number> | IndexRange;

/** A LabelSelector in normal form. */
export type ReadLabels = Label | readonly Label[] | LabelRange;

/** An IndexSelector in normal form: positions that exist. */
export type ReadPositions = number | Int32Array | { readonly start: number; readonly end: number };

const ACTION = "Selecting from an array";

/**
 * The selection along each named dimension; the others are kept completely.
 * @throws an EcephysError "not-found" for a dimension that does not exist, "argument" for an invalid selection.
 */
export function checkSelection<Selection extends object>(
  selection: Selection,
  dims: readonly string[],
  resource: string,
): Selection {
  if (typeof selection !== "object" || selection === null || Symbol.iterator in selection)
    throw argumentChecks(ACTION).refusal(
      `the selection from ${resource}`,
      selection,
      "an object",
      `Give what to select by dimension: ${dims.join(", ")}`,
    );
  const unknown = Object.keys(selection).find((dim) => !dims.includes(dim));
  if (unknown === undefined) return selection;
  const meant = nearest(unknown, dims);
  throw new EcephysError("not-found", {
    action: ACTION,
    resource,
    reason: `there is no dimension "${unknown}"`,
    remedy: meant === undefined ? `The dimensions are ${dims.join(", ")}` : `Did you mean ${meant}?`,
  });
}

/** @throws an EcephysError "argument" for an invalid label selector. */
export function readLabels(selector: LabelSelector, dim: string, resource: string): ReadLabels {
  const label = (value: unknown): Label => {
    if (isLabel(value)) return typeof value === "bigint" ? Number(value) : value;
    throw wrongSelector(value, dim, resource, LABELS);
  };
  if (isLabel(selector)) return label(selector);
  if (isList(selector)) return Array.from(selector, label);
  const [from, to] = bounds(selector, ["from", "to"], LABELS, dim, resource).map((value) =>
    value === undefined ? undefined : label(value),
  );
  if (from === undefined || to === undefined || from <= to) return { from, to };
  throw argumentChecks(ACTION).refusal(
    `"${dim}" of ${resource}`,
    `${from} to ${to}`,
    "a range",
    "Give the smaller label as from, the larger one as to",
  );
}

/**
 * The positions of labels along a dimension.
 * @throws an EcephysError "not-found" for a label that does not exist, "argument" for an invalid label
 * selector.
 */
export function labelPositions(
  selector: LabelSelector,
  labels: Labels,
  dim: string,
  resource: string,
): IndexSelector {
  const wanted = readLabels(selector, dim, resource);
  const one = (label: Label) => positionOf(labels, label, dim, resource);
  if (typeof wanted !== "object") return one(wanted);
  if (isList<Label>(wanted)) {
    if (wanted.length < 8) return wanted.map(one);
    const index = new Map(
      Array.from(labels as ArrayLike<Label>, (label, i) => [label, i] as const).reverse(),
    );
    return wanted.map((label) => index.get(label) ?? one(label));
  }
  const { from, to } = wanted;
  for (const bound of [from, to])
    if (bound !== undefined && labels.length > 0 && typeof bound !== typeof labels[0])
      throw wrongSelector(bound, dim, resource, `a bound as its labels are (a ${typeof labels[0]})`);
  const positions: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if ((from === undefined || label >= from) && (to === undefined || label <= to)) positions.push(i);
  }
  return positions;
}

/**
 * Positions along a dimension of `length`, with negative ones counted from its end; a range is clipped to the
 * dimension.
 * @throws an EcephysError "not-found" for a position that does not exist, "argument" for an invalid position.
 */
export function readPositions(
  selector: IndexSelector,
  length: number,
  dim: string,
  resource: string,
): ReadPositions {
  const one = (index: unknown): number => {
    if (!isPosition(index)) throw wrongSelector(index, dim, resource, POSITIONS);
    const counted = index < 0 ? index + length : index;
    if (counted >= 0 && counted < length) return counted;
    throw missing(resource, `position ${index} is outside the ${length} along "${dim}"`);
  };
  if (typeof selector === "number") return one(selector);
  if (isList(selector)) return Int32Array.from(selector, one);
  const bound = (index: unknown) => {
    if (!isBound(index)) throw wrongSelector(index, dim, resource, POSITIONS);
    return clamp(index < 0 ? index + length : index, 0, length);
  };
  const [from = 0, to = length] = bounds(selector, ["start", "end"], POSITIONS, dim, resource);
  const start = bound(from);
  return { start, end: Math.max(start, bound(to)) };
}

const LABELS = "a label, a list of labels or { from, to }";
const POSITIONS = "a position, a list of positions or { start, end }";

/** The two bounds of a range, each optional; the keys of the other kind of range are refused. */
function bounds(
  selector: unknown,
  names: readonly [string, string],
  expected: string,
  dim: string,
  resource: string,
): readonly unknown[] {
  if (typeof selector !== "object" || selector === null)
    throw wrongSelector(selector, dim, resource, expected);
  const unknown = Object.keys(selector).find((name) => !names.includes(name));
  if (unknown !== undefined) throw wrongSelector(unknown, dim, resource, expected);
  return names.map((name) => (selector as Readonly<Record<string, unknown>>)[name]);
}

function isLabel(value: unknown): value is Label | bigint {
  return (
    typeof value === "string" ||
    typeof value === "bigint" ||
    (typeof value === "number" && !Number.isNaN(value))
  );
}

function isPosition(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isBound(value: unknown): value is number {
  return isPosition(value) || value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

function isList<T>(value: unknown): value is readonly T[] {
  if (typeof value !== "object" || value === null) return false;
  return Symbol.iterator in value || ("length" in value && Number.isSafeInteger(value.length));
}

function positionOf(labels: Labels, wanted: Label, dim: string, resource: string): number {
  const found = (labels as readonly Label[]).indexOf(wanted);
  if (found >= 0) return found;
  throw missing(resource, `there is no ${wanted} along "${dim}"`, knownLabels(labels, dim));
}

const FEW = 8;

function knownLabels(labels: Labels, dim: string): string {
  if (labels.length <= FEW)
    return `The labels are ${Array.from(labels as ArrayLike<Label>).join(", ") || "none"}`;
  const ends = `${labels[0]} to ${labels[labels.length - 1]}`;
  return `Its labels run from ${ends}; { ${dim}: { from, to } } selects all between two of them`;
}

function wrongSelector(value: unknown, dim: string, resource: string, expected: string): EcephysError {
  return argumentChecks(ACTION).refusal(
    `"${dim}" of ${resource}`,
    value,
    expected,
    expected === POSITIONS
      ? `Give isel({ ${dim}: 0 }) or isel({ ${dim}: { start: 0, end: 5 } })`
      : `Give sel({ ${dim}: label }) or sel({ ${dim}: { from, to } }), both ends included`,
  );
}

function missing(resource: string, reason: string, remedy?: string): EcephysError {
  return new EcephysError("not-found", { action: ACTION, resource, reason, remedy });
}
