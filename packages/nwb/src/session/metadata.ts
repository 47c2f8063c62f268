import { parseInstant } from "@ecephys/core/internal";
import { EcephysError } from "@ecephys/files";
import type { NwbFile } from "../file/nwb-file.ts";

const SUBJECT = "/general/subject";
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
  readonly ecephys_session_id: number;
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
  const stimulus = await file.dataset("/general/stimulus");
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

/** @throws an EcephysError "format" where the identifier is not a session's id. */
export async function readSessionId(file: NwbFile): Promise<number> {
  const action = "Reading the session's id";
  const identifier = await file.scalar("/identifier");
  if (identifier === undefined) file.lack("/identifier", action);
  const id = Number(identifier);
  if (Number.isSafeInteger(id) && String(identifier).trim() !== "") return id;
  throw new EcephysError("format", {
    action,
    resource: file.nameOf("/identifier"),
    reason: `it is ${JSON.stringify(identifier)}, not a session id`,
  });
}

/**
 * Without a zone it is read as UTC, with a warning.
 * @throws an EcephysError "not-found" where it is missing, "format" where it is not an ISO 8601 time.
 */
export async function readStartTime(file: NwbFile, warn: (message: string) => void): Promise<Date> {
  const action = "Reading the session's start time";
  const path = "/session_start_time";
  const text = await file.scalar(path);
  if (text === undefined) file.lack(path, action);
  const extended = typeof text === "string" ? extendedTime(text.trim()) : undefined;
  const instant = parseInstant(extended);
  if (extended === undefined || instant === undefined)
    return file.damage(path, action, `it is ${JSON.stringify(text)}, not a time`);
  if (!ZONE.test(extended)) warn(`${file.nameOf(path)} names no time zone: "${text}" is read as UTC.`);
  return new Date(instant);
}

const ZONE = /(Z|[+-]\d{2}:\d{2})$/;
const BASIC =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?(?:(Z)|([+-]\d{2})(?::?(\d{2}))?)?$/i;

/** ISO 8601's basic format (20180301T120000) in its extended one, which says the same. */
function extendedTime(text: string): string | undefined {
  const match = BASIC.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "0", z, zone, half] =
    match;
  const at = z ? "Z" : zone ? `${zone}:${half ?? "00"}` : "";
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3)}${at}`;
}
