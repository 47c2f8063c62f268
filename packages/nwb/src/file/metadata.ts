import { groupValues } from "./contents.ts";
import { type AgeInDays, readAge, readInstant } from "./instants.ts";
import type { NwbFile } from "./nwb-file.ts";
import { nameOfPath, type Outline } from "./outline.ts";
import { type PlainValue, plainValue } from "./values.ts";

/** What a file says about itself; fields under the file's own names. Those that may be lists always are. */
export interface NwbMetadata {
  readonly identifier: string | undefined;
  readonly session_description: string | undefined;
  /** As written. */
  readonly session_start_time: string | undefined;
  /** Undefined where the text is no time; without a zone it is read as UTC, with a warning. */
  readonly session_start_instant: Date | undefined;
  readonly timestamps_reference_time: string | undefined;
  readonly file_create_date: readonly string[];
  readonly experimenter: readonly string[];
  readonly keywords: readonly string[];
  readonly related_publications: readonly string[];
  /** `session_id`, `institution`, `lab`, `experiment_description`, `notes`, … */
  readonly [field: string]: PlainValue | Date | undefined;
}

/** What a file says about the animal, under the file's own names. */
export interface NwbSubject {
  /** As written: "P90D". */
  readonly age: string | undefined;
  /** At least and at most so many days; undefined without an age, null for an age that is not ISO 8601. */
  readonly age_in_days: AgeInDays | null | undefined;
  /** "birth" or "gestational"; undefined where the file does not say. */
  readonly age_reference: string | undefined;
  readonly date_of_birth: string | undefined;
  readonly date_of_birth_instant: Date | undefined;
  /** `subject_id`, `species`, `sex`, `genotype`, `strain`, `weight`, `description`, … */
  readonly [field: string]: PlainValue | Date | AgeInDays | undefined;
}

/** A device or an electrode group: its name and type, and what else the file says of it. */
export interface NwbObject {
  readonly name: string;
  readonly type: string | undefined;
  readonly [field: string]: PlainValue | undefined;
}

const LISTS = new Set(["experimenter", "keywords", "related_publications", "file_create_date"]);
const ROOT = ["identifier", "session_description", "session_start_time", "timestamps_reference_time"];
const SUBJECT = "/general/subject";

/** See `NwbMetadata`. */
export async function readMetadata(file: NwbFile, outline: Outline): Promise<NwbMetadata> {
  const fields: Record<string, PlainValue> = {};
  for (const name of [...ROOT, "file_create_date"]) await readField(file, outline, "", name, fields);
  for (const { path } of outline.children("/general"))
    await readField(file, outline, "/general", nameOfPath(path), fields);
  for (const name of LISTS) fields[name] ??= [];
  const start = fields.session_start_time;
  const instant = typeof start === "string" ? instantOf(file, "/session_start_time", start) : undefined;
  return { ...fields, session_start_instant: instant } as unknown as NwbMetadata;
}

async function readField(
  file: NwbFile,
  outline: Outline,
  group: string,
  name: string,
  fields: Record<string, PlainValue>,
): Promise<void> {
  const entry = outline.at(`${group}/${name}`);
  if (entry?.object?.kind !== "dataset") return;
  const values = await file.hdf5.read(entry.path, { bigints: true });
  if (values === undefined) return;
  const value = plainValue(values);
  if (LISTS.has(name)) fields[name] = [value].flat() as PlainValue;
  else fields[name] = Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value;
}

function instantOf(file: NwbFile, path: string, text: string): Date | undefined {
  const { hasZone, time } = readInstant(text);
  if (time === undefined)
    file.warnings.tell(path, "no time", `it is ${JSON.stringify(text)}, which is no time.`);
  else if (!hasZone)
    file.warnings.tell(
      path,
      "no zone",
      `it is ${JSON.stringify(text)}, without a time zone, and read as UTC.`,
    );
  return time;
}

/** See `NwbSubject`; undefined where the file has no subject. */
export async function readSubjectOf(file: NwbFile, outline: Outline): Promise<NwbSubject | undefined> {
  if (outline.at(SUBJECT)?.object?.kind !== "group") return undefined;
  const fields = await groupValues(file, outline, SUBJECT);
  const { age, date_of_birth: birth } = fields;
  const reference = outline.attributes(`${SUBJECT}/age`).reference?.data[0];
  return {
    ...fields,
    age: typeof age === "string" ? age : undefined,
    age_in_days: typeof age === "string" ? readAge(age) : undefined,
    age_reference: typeof reference === "string" ? reference : undefined,
    date_of_birth: typeof birth === "string" ? birth : undefined,
    date_of_birth_instant:
      typeof birth === "string" ? instantOf(file, `${SUBJECT}/date_of_birth`, birth) : undefined,
  };
}

/** The devices of a file, in its order. */
export function readDevices(file: NwbFile, outline: Outline): Promise<NwbObject[]> {
  return Promise.all(groupsIn(outline, "/general/devices").map((path) => readObject(file, outline, path)));
}

/** The electrode groups (probes, shanks, tetrodes) of a file, in its order, each with the name of its device. */
export function readElectrodeGroups(file: NwbFile, outline: Outline): Promise<NwbObject[]> {
  const groups = groupsIn(outline, "/general/extracellular_ephys").filter((path) => {
    const attributes = outline.attributes(path);
    return nameOfPath(path) !== "electrodes" && !("colnames" in attributes);
  });
  return Promise.all(
    groups.map(async (path) => {
      const device = outline.at(`${path}/device`)?.link?.path;
      const own = await readObject(file, outline, path);
      return device === undefined ? own : { ...own, device: nameOfPath(device) };
    }),
  );
}

function groupsIn(outline: Outline, path: string): string[] {
  return outline.children(path).flatMap((entry) => (entry.object?.kind === "group" ? [entry.path] : []));
}

async function readObject(file: NwbFile, outline: Outline, path: string): Promise<NwbObject> {
  const values = await groupValues(file, outline, path);
  return { ...values, name: nameOfPath(path), type: outline.typeOf(path) };
}

/** The namespaces whose specifications the file has in it, with their versions. */
export async function readNamespaces(file: NwbFile): Promise<Record<string, readonly string[]>> {
  const names = (await file.group("/specifications"))?.children ?? [];
  const versions = await Promise.all(
    names.map(async (name) => [name, (await file.group(`/specifications/${name}`))?.children ?? []] as const),
  );
  return Object.fromEntries(versions);
}
