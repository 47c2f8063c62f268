import type { PlainValue } from "../file/values.ts";
import type { NwbRecording } from "../recording/nwb-recording.ts";

/** What a Visual Behavior session's file says of the session, under AllenSDK's names. */
export interface BehaviorSessionMetadata {
  readonly ecephys_session_id: number;
  readonly behavior_session_id: number;
  readonly behavior_session_uuid: string | null;
  readonly session_type: string | null;
  readonly project_code: string | null;
  readonly equipment_name: string | null;
  /** Hz. */
  readonly stimulus_frame_rate: number;
  readonly date_of_acquisition: Date | undefined;
  readonly mouse_id: string | null;
  readonly sex: string | null;
  readonly age_in_days: number;
  readonly full_genotype: string | null;
  readonly cre_line: string | null;
  readonly driver_line: readonly string[];
  readonly reporter_line: string | null;
}

type Values = Readonly<Record<string, PlainValue>>;

/** Values of the lab metadata at a path; none where it is not there. */
async function valuesAt(recording: NwbRecording, path: string): Promise<Values> {
  const row = (await recording.contents()).objects().find((content) => content.path === path);
  return row?.values ?? {};
}

export async function readBehaviorMetadata(recording: NwbRecording): Promise<BehaviorSessionMetadata> {
  const [own, file, subject] = await Promise.all([
    valuesAt(recording, "/general/metadata"),
    recording.metadata(),
    recording.subject(),
  ]);
  const genotype = textOf(subject?.genotype);
  return {
    ecephys_session_id: Number(file.identifier),
    behavior_session_id: numberOf(own.behavior_session_id),
    behavior_session_uuid: textOf(own.behavior_session_uuid),
    session_type: textOf(own.session_type),
    project_code: textOf(own.project_code),
    equipment_name: textOf(own.equipment_name),
    stimulus_frame_rate: numberOf(own.stimulus_frame_rate),
    date_of_acquisition: file.session_start_instant,
    mouse_id: textOf(subject?.subject_id),
    sex: textOf(subject?.sex),
    age_in_days: subject?.age_in_days?.[0] ?? Number.NaN,
    full_genotype: genotype,
    cre_line: genotype?.split("/").find((part) => part.includes("Cre")) ?? null,
    driver_line: [subject?.driver_line ?? []].flat().map(String),
    reporter_line: textOf(subject?.reporter_line),
  };
}

/** The task's parameters as the file has them, durations as numbers, and the set of images that the session's type names. */
export async function readTaskParameters(
  recording: NwbRecording,
): Promise<Readonly<Record<string, PlainValue>>> {
  const own = await valuesAt(recording, "/general/task_parameters");
  const numbers = Object.entries(own).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(asNumber) : value,
  ]);
  const [imageSet] = /images_[A-Z]/.exec(String(own.session_type)) ?? [];
  return { ...Object.fromEntries(numbers), ...(imageSet !== undefined && { image_set: imageSet }) };
}

function asNumber(value: PlainValue): PlainValue {
  return typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value))
    ? Number(value)
    : value;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}
