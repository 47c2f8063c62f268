import { checkSignalOptions, type SignalOptions } from "../options.ts";
import { recordedStart } from "./known-faults.ts";
import { readSessionId, readStartTime, type SessionMetadata, type SubjectMetadata } from "./metadata.ts";
import type { SessionData } from "./session-data.ts";
import { namesOf } from "./stimulus/tables.ts";
import { structuresOf } from "./structures.ts";

/** Which session it is, of which animal. */
export class SessionIdentity {
  private readonly data: SessionData;

  constructor(data: SessionData) {
    this.data = data;
  }

  id(): Promise<number | string> {
    return readSessionId(this.data.file);
  }

  startTime(options: SignalOptions = {}): Promise<Date> {
    const { file, resources } = this.data;
    const read = async (signal: AbortSignal) =>
      recordedStart(file, await readStartTime(file, resources.warn), resources, { signal });
    return this.data.once("start time", read, options);
  }

  async subject(options: SignalOptions): Promise<SubjectMetadata> {
    checkSignalOptions("subjectMetadata", options);
    return this.data.subject(options);
  }

  async specimenName(options: SignalOptions): Promise<string | null> {
    checkSignalOptions("specimenName", options);
    return (await this.data.subject(options)).specimen_name;
  }

  async ageInDays(options: SignalOptions): Promise<number> {
    checkSignalOptions("ageInDays", options);
    return (await this.data.subject(options)).age_in_days;
  }

  async sex(options: SignalOptions): Promise<string | null> {
    checkSignalOptions("sex", options);
    return (await this.data.subject(options)).sex;
  }

  async fullGenotype(options: SignalOptions): Promise<string | null> {
    checkSignalOptions("fullGenotype", options);
    return (await this.data.subject(options)).full_genotype;
  }

  async sessionType(options: SignalOptions): Promise<string | null> {
    checkSignalOptions("sessionType", options);
    return (await this.data.subject(options)).stimulus_name;
  }

  async metadata(options: SignalOptions): Promise<SessionMetadata> {
    checkSignalOptions("metadata", options);
    const subject = await this.data.subject(options);
    const channels = await this.data.channels(options);
    const presentations = await this.data.presentations(options);
    return {
      specimen_name: subject.specimen_name,
      session_type: subject.stimulus_name,
      full_genotype: subject.full_genotype,
      sex: subject.sex,
      age_in_days: subject.age_in_days,
      rig_equipment_name: (await this.data.rig(options))?.equipment,
      num_units: (await this.data.units(options)).numRows(),
      num_channels: channels.numRows(),
      num_probes: (await this.data.probes(options)).length,
      num_stimulus_presentations: presentations.rows,
      session_start_time: await this.startTime(options),
      ecephys_session_id: await this.id(),
      structure_acronyms: [...new Set(structuresOf(channels))],
      stimulus_names: namesOf(presentations),
    };
  }
}
