import type { Hdf5Entry } from "@ecephys/hdf5";
import type { SignalOptions } from "../options.ts";
import { type ContentKind, kindOfGroup, TABLE_KINDS } from "./kinds.ts";
import { membersOf } from "./members.ts";
import type { NwbFile } from "./nwb-file.ts";
import type { Outline } from "./outline.ts";
import { seriesLayout } from "./series-layout.ts";
import { planTable } from "./table/plan.ts";
import { type PlainValue, plainField, textOf } from "./values.ts";

/** One thing that a file holds. */
export interface Content {
  readonly path: string;
  readonly kind: ContentKind;
  /** Its `neurodata_type`. */
  readonly type: string | undefined;
  readonly description: string | undefined;
}

export interface ContentDetails extends Content {
  /** Of tables. */
  readonly rows?: number;
  readonly columns?: number;
  /** Of series, time first, and of arrays. */
  readonly shape?: readonly number[] | undefined;
  readonly unit?: string | undefined;
  /** Hz. */
  readonly rate?: number | undefined;
  /** Of metadata, and of what is of no other kind. */
  readonly values?: Readonly<Record<string, PlainValue>>;
}

/** Lists what is in a file: every table and series wherever it lies, then what is typed and holds neither. */
export async function listContents(file: NwbFile, outline: Outline): Promise<Content[]> {
  const found: Content[] = [];
  for (const entry of outline.entries) {
    const { path, object, link, attributes } = entry;
    const own = link?.file === undefined ? entry : await groupBehind(file, path);
    if (!own) continue;
    const kind = link || object?.kind === "group" ? groupKind(outline, own) : undefined;
    if (kind) found.push(content(own, kind));
    else if (object?.kind === "dataset" && "neurodata_type" in attributes && isAlone(outline, path))
      found.push(content(entry, "array"));
  }
  const held = found.map(({ path }) => path);
  for (const { path, object, attributes } of outline.entries) {
    if (object?.kind !== "group" || path === "/" || !("neurodata_type" in attributes)) continue;
    const kind = otherKind(path);
    if (kind && !held.some((own) => own === path || own.startsWith(`${path}/`)))
      found.push(content({ path, attributes, object }, kind));
  }
  const isInnermost = ({ path, kind }: Content) =>
    kind !== "other" || !found.some((own) => own.path.startsWith(`${path}/`));
  return found.filter(isInnermost).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A group of another file that a link leads to; it is not walked. */
async function groupBehind(file: NwbFile, path: string): Promise<Hdf5Entry | undefined> {
  const found = await file.linked(path);
  return found?.object?.kind === "group" ? found : undefined;
}

function groupKind(outline: Outline, { path, object, attributes }: Hdf5Entry): ContentKind | undefined {
  if (object?.kind !== "group" || path === "/") return undefined;
  const datasets = object.children.filter((name) => {
    const child = outline.at(`${path}/${name}`);
    return child === undefined || child.link !== undefined || child.object?.kind === "dataset";
  });
  return kindOfGroup(path, attributes, new Set(datasets));
}

/** Whether a typed dataset is none of a table, a series or another typed group. */
function isAlone(outline: Outline, path: string): boolean {
  const parent = path.slice(0, path.lastIndexOf("/")) || "/";
  return (
    parent !== "/" && outline.typeOf(parent) === undefined && !("colnames" in outline.attributes(parent))
  );
}

/** What a typed group is that is neither table nor series; undefined for those with a method of their own. */
function otherKind(path: string): ContentKind | undefined {
  if (path === "/general/subject") return undefined;
  if (path.startsWith("/general/devices/") || path.startsWith("/general/extracellular_ephys/"))
    return undefined;
  return path.startsWith("/general/") ? "metadata" : "other";
}

function content({ path, attributes }: Hdf5Entry, kind: ContentKind): Content {
  const type = textOf(attributes, "neurodata_type");
  return { path, kind, type, description: textOf(attributes, "description") };
}

/** Adds what `contents()` tells of each: rows and columns, shape, unit and rate, or values. */
export async function detailsOf(
  file: NwbFile,
  outline: Outline,
  content: Content,
  options: SignalOptions,
): Promise<ContentDetails> {
  const { path, kind } = content;
  if (TABLE_KINDS.includes(kind)) {
    const { rows, columns } = await planTable(file, path, "Listing the contents", options);
    const counted = kind === "units" ? columns.filter(({ name }) => name !== "spike_times") : columns;
    return { ...content, rows, columns: counted.length };
  }
  if (kind === "series" || kind === "events") {
    const own = outline.at(path);
    const entries = own?.link ? ((await file.hdf5.walk(path)) ?? []) : outline.children(path);
    const attributes = own?.link ? (entries[0]?.attributes ?? {}) : outline.attributes(path);
    const { faults, rate, shape, unit } = seriesLayout(
      path,
      attributes,
      await membersOf(file, path, entries),
    );
    for (const { fault, text } of faults) file.warnings.tell(path, fault, text);
    return { ...content, shape, unit, rate };
  }
  const object = outline.at(path)?.object;
  if (object?.kind === "dataset") return { ...content, shape: object.shape };
  return { ...content, values: await groupValues(file, outline, path) };
}

/** Attributes that are the format's own. */
const FORMAT = new Set(["namespace", "neurodata_type", "object_id", "help", "colnames"]);
/** Elements of a dataset that is read as a value. */
export const SMALL_VALUE = 10_000;

/** Attributes and small datasets of a group as plain values. */
export async function groupValues(
  file: NwbFile,
  outline: Outline,
  path: string,
): Promise<Record<string, PlainValue>> {
  const own = Object.entries(outline.attributes(path)).filter(
    ([name, { type }]) => !FORMAT.has(name) && type.kind !== "reference",
  );
  const values = Object.fromEntries(own.map(([name, value]) => [name, plainField(name, value)]));
  const read = outline.children(path).map(async (child) => {
    const { object } = child;
    if (object?.kind !== "dataset" || object.type.kind === "reference") return undefined;
    if ((object.shape ?? [0]).reduce((a, b) => a * b, 1) > SMALL_VALUE) return undefined;
    const found = await file.hdf5.read(child.path, { bigints: true });
    const name = child.path.slice(path.length + 1);
    return found && ([name, plainField(name, found)] as const);
  });
  for (const value of await Promise.all(read)) if (value) values[value[0]] = value[1];
  return values;
}
