import type { Hdf5Element, Hdf5Values } from "@ecephys/hdf5";
import { isNumeric, onlyElement } from "@ecephys/hdf5/internal";

/** A value of an attribute or a small dataset as plain JavaScript: lists and matrices are nested arrays. */
export type PlainValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

type Attributes = Readonly<Record<string, Hdf5Values>>;

/** A text attribute; of a list of one, as MatNWB writes them, its only element. */
export function textOf(attributes: Attributes, name: string): string | undefined {
  const value = onlyElement(attributes[name]);
  return typeof value === "string" ? value : undefined;
}

/** A numeric attribute, or that of a list of one. */
export function numberOf(attributes: Attributes, name: string): number | undefined {
  const value = onlyElement(attributes[name]);
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** The path that a reference attribute points to. */
export function referenceOf(attributes: Attributes, name: string): string | undefined {
  const value = onlyElement(attributes[name]);
  if (typeof value !== "object" || !("reference" in value)) return undefined;
  return typeof value.path === "string" ? value.path : undefined;
}

/** The texts of an attribute, without the blanks and NULs that pad some. */
export function textsOf(attributes: Attributes, name: string): string[] | undefined {
  const values = attributes[name];
  if (values === undefined || isNumeric(values.data)) return undefined;
  return values.data.filter((text) => typeof text === "string").map(withoutPadding);
}

/** The `neurodata_type` of an object. */
export function typeOf(attributes: Attributes): string | undefined {
  return textOf(attributes, "neurodata_type");
}

function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === " " || text[end - 1] === "\0")) end--;
  return text.slice(0, end);
}

/** An element as plain JavaScript: a reference is the path of what it points to, a complex number `{ r, i }`. */
export function plainElement(element: Hdf5Element): PlainValue {
  if (typeof element === "bigint") return Number.isSafeInteger(Number(element)) ? Number(element) : element;
  if (typeof element !== "object") return element;
  if (element instanceof Uint8Array) return Array.from(element);
  if (Array.isArray(element)) return element.map(plainElement);
  const members = element as Readonly<Record<string, Hdf5Element>>;
  if (typeof members.reference === "string") return (members.path as string | undefined) ?? null;
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, plainElement(value)]));
}

/** Elements as plain JavaScript; those of enumerations are names, null without one. */
export function plainElements({ data, type }: Hdf5Values): PlainValue[] {
  if (type.kind === "enum") return Array.from(data as ArrayLike<number>, (code) => type.names[code] ?? null);
  return isNumeric(data) ? Array.from(data) : data.map(plainElement);
}

/** Values as plain JavaScript: one alone without its list, matrices as arrays of arrays. */
export function plainValue(values: Hdf5Values): PlainValue {
  const elements = plainElements(values);
  const { shape, type } = values;
  // A single compound is a list of one: it is a row of a table in spirit.
  if (shape.length === 0) return type.kind === "compound" ? elements : (elements[0] ?? null);
  return nested(elements, shape) as PlainValue;
}

/** Fields that are one value, whatever the writer made of them. */
const SINGLE = new Set([
  ...["description", "location", "manufacturer", "unit", "filtering", "reference_frame", "comments"],
  ...["age", "date_of_birth", "genotype", "sex", "species", "strain", "subject_id", "weight"],
]);

/** A field as plain JavaScript; of one that is a single value by its name, a list of one is its element. */
export function plainField(name: string, values: Hdf5Values): PlainValue {
  const value = plainValue(values);
  return SINGLE.has(name) && Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value;
}

/** Cells in C order as arrays of arrays of the given lengths. */
export function nested<Cell>(cells: readonly Cell[], shape: readonly number[]): unknown {
  const [length = 0, ...rest] = shape;
  if (rest.length === 0) return cells;
  const size = rest.reduce((product, own) => product * own, 1);
  return Array.from({ length }, (_, i) => nested(cells.slice(i * size, (i + 1) * size), rest));
}
