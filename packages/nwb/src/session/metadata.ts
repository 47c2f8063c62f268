import { readInstant } from "../file/instants.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { IDENTIFIER, SESSION_TYPE, START_TIME, SUBJECT } from "./allen-layout.ts";

const FIELDS = [
  "specimen_name",
  "age_in_days",
  "genotype",
  "strain",
  "sex",
  "subject_id",
  "age",
  "species",
] as const;
type Field = (typeof FIELDS)[number];

/** What the file says about the animal and the type of session; null where it says nothing. */
export interface SubjectMetadata {
  readonly specimen_name: string | null;
  /** NaN where unknown. */
  readonly age_in_days: number;
  readonly full_genotype: string | null;
  readonly strain: string | null;
  readonly sex: string | null;
  /** The session's type: "brain_observatory_1.1". */
  readonly stimulus_name: string | null;
  readonly subject_id: string | null;
  /** ISO 8601 duration: "P97D". */
  readonly age: string | null;
  readonly species: string | null;
}

/** A summary of a session; see the methods of the same names. */
export interface SessionMetadata {
  readonly specimen_name: string | null;
  readonly session_type: string | null;
  readonly full_genotype: string | null;
  readonly sex: string | null;
  readonly age_in_days: number;
  readonly rig_equipment_name: string | undefined;
  readonly num_units: number;
  readonly num_channels: number;
  readonly num_probes: number;
  readonly num_stimulus_presentations: number;
  readonly session_start_time: Date;
  /** Text in files of other labs that name their session so. */
  readonly ecephys_session_id: number | string;
  readonly structure_acronyms: readonly (string | null)[];
  readonly stimulus_names: readonly string[];
}

/** Everything is optional: a file without a subject gives nulls and NaN. */
export async function readSubject(file: NwbFile): Promise<SubjectMetadata> {
  const attributes = await file.scalarAttributes(SUBJECT, ...FIELDS);
  const text = async (name: Field): Promise<string | null> => {
    const value = attributes[name] ?? (await file.scalar(`${SUBJECT}/${name}`));
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : null;
  };
  const age = attributes.age_in_days ?? (await file.scalar(`${SUBJECT}/age_in_days`));
  const stimulus = await file.dataset(SESSION_TYPE);
  const notes = stimulus ? await file.scalar(stimulus.path) : undefined;
  return {
    specimen_name: await text("specimen_name"),
    age_in_days: typeof age === "number" ? age : Number.NaN,
    full_genotype: await text("genotype"),
    strain: await text("strain"),
    sex: await text("sex"),
    stimulus_name: typeof notes === "string" ? notes : null,
    subject_id: await text("subject_id"),
    age: await text("age"),
    species: await text("species"),
  };
}

/** The file's identifier: a number where it is one, as those of the Allen Institute are. */
export async function readSessionId(file: NwbFile): Promise<number | string> {
  const identifier = await file.scalar(IDENTIFIER);
  if (identifier === undefined) file.lack(IDENTIFIER, "Reading the session's id");
  const id = Number(identifier);
  const text = String(identifier);
  return Number.isSafeInteger(id) && text.trim() !== "" ? id : text;
}

/**
 * Without a zone it is read as UTC, with a warning.
 * @throws an EcephysError "not-found" where it is missing, "format" where it is not an ISO 8601 time.
 */
export async function readStartTime(file: NwbFile, warn: (message: string) => void): Promise<Date> {
  const action = "Reading the session's start time";
  const text = await file.scalar(START_TIME);
  if (text === undefined) file.lack(START_TIME, action);
  const { hasZone, time } = readInstant(String(text));
  if (time === undefined) return file.damage(START_TIME, action, `it is ${JSON.stringify(text)}, not a time`);
  if (!hasZone) warn(`${file.nameOf(START_TIME)} names no time zone: "${text}" is read as UTC.`);
  return time;
}
