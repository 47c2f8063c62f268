import type { DataArray } from "@ecephys/core";
import { EcephysError, type Id, type Ids } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { LazyDataArray } from "../lfp/lazy-data-array.ts";
import { openLfp, readCurrentSourceDensity } from "../lfp/lfp.ts";
import { readPupilData, readScreenGaze } from "./eye-tracking.ts";
import { invalidTimesTable, taggedWith } from "../file/invalid-times.ts";
import { readSessionId, readStartTime, readSubject, type SubjectMetadata } from "./metadata.ts";
import { readOptogenetics } from "./optogenetics.ts";
import { probeTable } from "./probes.ts";
import { readRawRunning, readRunningSpeed } from "./running.ts";
import { SessionAnalysis } from "./session-analysis.ts";
import type { SessionData } from "./session-data.ts";
import {
  type ChannelStructureIntervals,
  structureIntervals,
  structuresOf,
  structurewiseCounts,
} from "./structures.ts";
import { asked, breath, signalOf, type Waiting } from "./waiting.ts";

export interface UnitDataOptions extends Waiting {
  /** Units of this session; all of them by default. */
  readonly unitIds?: Ids | undefined;
}

/** A session in short; see the methods of the same names. */
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

/**
 * One recording session: everything that its NWB file holds, read when it is asked for. What several callers
 * ask for is read once. Ids are the first column of a table; missing numbers are NaN, missing text is null.
 * Times are seconds on the session's master clock.
 *
 * Every method throws an EcephysError: "not-found" where the file lacks what was asked for (it says what was
 * looked for), "format" where the file is damaged, "argument" for what cannot be meant and after `close`; an abort
 * throws the signal's reason.
 */
export class EcephysSession extends SessionAnalysis {
  /** Use `openSession` or a project cache. */
  constructor(data: SessionData) {
    super(data);
  }

  /** Where the session's file lies. */
  get location(): string {
    return this.data.file.location;
  }

  /** The session's id, which is the file's identifier. */
  async ecephysSessionId(): Promise<number> {
    return readSessionId(this.data.file);
  }

  /** When the recording began. */
  async sessionStartTime(): Promise<Date> {
    return readStartTime(this.data.file);
  }

  /** What the file says of the animal and the kind of session. */
  async subjectMetadata(options: Waiting = {}): Promise<SubjectMetadata> {
    return this.data.once.get("subject", () => readSubject(this.data.file), signalOf(options));
  }

  /** The animal's name; null where the file has none. */
  async specimenName(options: Waiting = {}): Promise<string | null> {
    return (await this.subjectMetadata(options)).specimen_name;
  }

  /** The animal's age; NaN where the file has none. */
  async ageInDays(options: Waiting = {}): Promise<number> {
    return (await this.subjectMetadata(options)).age_in_days;
  }

  /** "M" or "F"; null where the file has none. */
  async sex(options: Waiting = {}): Promise<string | null> {
    return (await this.subjectMetadata(options)).sex;
  }

  /** The animal's genotype; null where the file has none. */
  async fullGenotype(options: Waiting = {}): Promise<string | null> {
    return (await this.subjectMetadata(options)).full_genotype;
  }

  /** "brain_observatory_1.1", "functional_connectivity"; null where the file has none. */
  async sessionType(options: Waiting = {}): Promise<string | null> {
    return (await this.subjectMetadata(options)).stimulus_name;
  }

  /** The session in short, for a heading. */
  async metadata(options: Waiting = {}): Promise<SessionMetadata> {
    return {
      specimen_name: await this.specimenName(options),
      session_type: await this.sessionType(options),
      full_genotype: await this.fullGenotype(options),
      sex: await this.sex(options),
      age_in_days: await this.ageInDays(options),
      rig_equipment_name: await this.rigEquipmentName(options),
      num_units: await this.numUnits(options),
      num_channels: await this.numChannels(options),
      num_probes: await this.numProbes(options),
      num_stimulus_presentations: await this.numStimulusPresentations(options),
      session_start_time: await this.sessionStartTime(),
      ecephys_session_id: await this.ecephysSessionId(),
      structure_acronyms: await this.structureAcronyms(options),
      stimulus_names: await this.stimulusNames(options),
    };
  }

  /** How many units pass the session's filters. */
  async numUnits(options: Waiting = {}): Promise<number> {
    return (await this.units(options)).numRows();
  }

  /** How many probes recorded. */
  async numProbes(options: Waiting = {}): Promise<number> {
    return (await this.data.probes(options)).length;
  }

  /** How many channels `channels()` has. */
  async numChannels(options: Waiting = {}): Promise<number> {
    return (await this.channels(options)).numRows();
  }

  /**
   * Probes: `id`, `description` ("probeA"), `location`, `sampling_rate` and `lfp_sampling_rate` (Hz; NaN
   * without LFP), `has_lfp_data`.
   */
  async probes(options: Waiting = {}): Promise<ColumnTable> {
    return probeTable(await this.data.probes(options));
  }

  /**
   * Channels with valid data (all with `filterByValidity: false`, then with `valid_data`): `id`, `filtering`,
   * `probe_channel_number`, `probe_id`, positions on the probe (µm), `structure_acronym` of the file. Through
   * a project cache, structure and CCF coordinates (µm) are the project's, and channels that it does not have
   * are left out (note S11); otherwise CCF coordinates are the file's.
   */
  async channels(options: Waiting = {}): Promise<ColumnTable> {
    return this.data.channels(options);
  }

  /**
   * Units that pass the session's filters, sorted by probe, vertical and horizontal position: `unit_id`, what
   * the file measured, columns of the peak channel and its probe and, through a project cache, the analysis
   * metrics (note M7). A missing quality metric never passes a filter (note T7).
   */
  async units(options: Waiting = {}): Promise<ColumnTable> {
    return this.data.units(options);
  }

  /** Structures of the channels in order of first appearance, null for out of brain. */
  async structureAcronyms(options: Waiting = {}): Promise<(string | null)[]> {
    return [...new Set(structuresOf(await this.channels(options)))];
  }

  /** Units by structure, most first: `ecephys_structure_acronym`, `unit_count`. */
  async structurewiseUnitCounts(options: Waiting = {}): Promise<ColumnTable> {
    return structurewiseCounts(await this.units(options));
  }

  /**
   * The stretches of channels, in the order given, that lie in one structure (note S21); channels of several
   * probes are warned of.
   */
  async channelStructureIntervals(
    channelIds: Ids,
    options: Waiting = {},
  ): Promise<ChannelStructureIntervals> {
    return structureIntervals(
      await this.channels(options),
      asked.ids("channelIds", asked.required("channelIds", channelIds, "a list of ids")),
      this.data.surroundings.warn,
    );
  }

  /**
   * Spike times by unit id, in the order of the ids asked for (of `units()` by default), in seconds. Only the
   * asked units are read; neighbours in the file are views of one buffer. Spikes in invalid times are kept,
   * with a warning.
   */
  async spikeTimes(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, Float64Array>> {
    await this.warnOfInvalidSpikes();
    return this.unitValues("spike_times", options);
  }

  /** Spike amplitudes in volts, as `spikeTimes`; of the session's units only (note S8). */
  async spikeAmplitudes(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, Float64Array>> {
    return this.unitValues("spike_amplitudes", options);
  }

  /**
   * Mean waveforms (µV) by unit id: dims channel_id × time (seconds from the waveform's first sample), in the
   * file's number type; the session's channels of the unit's probe only.
   */
  async meanWaveforms(options: UnitDataOptions = {}): Promise<ReadonlyMap<number, DataArray>> {
    const units = await this.units(options);
    const ids = await this.sessionUnits(options);
    const probeIds = new Map(zip(units.array("unit_id"), units.array("probe_id")));
    const probes = new Map((await this.data.probes()).map((probe) => [probe.id, probe] as const));
    const waveforms = await this.data.waveforms();
    const found = new Map<number, DataArray>();
    for (const id of ids) {
      options.signal?.throwIfAborted();
      if (found.size % 256 === 255) await breath();
      const probe = probes.get(probeIds.get(id)!)!;
      found.set(id, await waveforms.read(id, probe, await this.data.channelsOfProbe(probe.id)));
    }
    return found;
  }

  /** Times not to be trusted: `id`, `start_time`, `stop_time`, `tags` (arrays); no rows where there are none. */
  async invalidTimes(options: Waiting = {}): Promise<ColumnTable> {
    return invalidTimesTable(await this.data.invalidIntervals(options));
  }

  /** `start_time`, `end_time`, `velocity` (cm/s) and, if asked for, `net_rotation` (radians). */
  async runningSpeed(
    options: { readonly includeRotation?: boolean | undefined } & Waiting = {},
  ): Promise<ColumnTable> {
    const rotation = asked.flag("includeRotation", asked.options(options).includeRotation) ?? false;
    const read = () => readRunningSpeed(this.data.file, rotation);
    return this.data.once.get(`running ${rotation}`, read, signalOf(options));
  }

  /** The wheel's signals: `frame_time`, `net_rotation` (radians), `signal_voltage`, `supply_voltage` (V). */
  async rawRunningData(options: Waiting = {}): Promise<ColumnTable> {
    return this.data.once.get("raw running", () => readRawRunning(this.data.file), signalOf(options));
  }

  /**
   * Ellipses fitted to corneal reflection, pupil and eye: `Time (s)`, then centres, whole heights and widths
   * (pixels) and `phi` (radians) of each; undefined without eye tracking (note S18).
   */
  async getPupilData(options: Waiting = {}): Promise<ColumnTable | undefined> {
    return this.data.once.get("pupil", () => readPupilData(this.data.file), signalOf(options));
  }

  /**
   * Where the eye looked: `Time (s)`, areas (pixels²), screen coordinates (cm and degrees), raw and, if asked
   * for, filtered (blinks are NaN); undefined without gaze mapping (note S18).
   */
  async getScreenGazeData(
    options: { readonly includeFilteredData?: boolean | undefined } & Waiting = {},
  ): Promise<ColumnTable | undefined> {
    const filtered = asked.flag("includeFilteredData", asked.options(options).includeFilteredData) ?? false;
    const read = () => readScreenGaze(this.data.file, filtered);
    return this.data.once.get(`gaze ${filtered}`, read, signalOf(options));
  }

  /** By `axis` (x, y, z): positions (mm) and rotations (degrees) of monitor, camera and lamp; undefined without. */
  async rigGeometryData(options: Waiting = {}): Promise<ColumnTable | undefined> {
    return (await this.data.rig(options))?.geometry;
  }

  /** "NP.1"; undefined where the file does not say. */
  async rigEquipmentName(options: Waiting = {}): Promise<string | undefined> {
    return (await this.data.rig(options))?.equipment;
  }

  /** Laser pulses: `id`, `start_time`, `condition`, `level` (V), `stop_time`, `stimulus_name`, `duration`. */
  async optogeneticStimulationEpochs(options: Waiting = {}): Promise<ColumnTable> {
    return this.data.once.get("optogenetics", () => readOptogenetics(this.data.file), signalOf(options));
  }

  /**
   * A probe's LFP as its file has it, time × channel, read as far as it is selected: volts, or, where the array's
   * `attributes.conversion` is not 1 (which is warned of), volts after multiplying by that. Samples in the probe's
   * invalid times are NaN unless `maskInvalidIntervals` is false.
   * @throws an EcephysError "not-found" that names the probe and its file (note S19).
   */
  async getLfp(
    id: Id,
    options: { readonly maskInvalidIntervals?: boolean | undefined } & Waiting = {},
  ): Promise<LazyDataArray> {
    const probe = await this.requireProbe(id, options);
    const probeId = probe.id;
    const masked = asked.flag("maskInvalidIntervals", options.maskInvalidIntervals) ?? true;
    const file = await this.data.lfpFile(probeId, options);
    const tags = ["all_probes", probe.description];
    const masks = masked ? taggedWith(await this.data.invalidIntervals(options), tags) : [];
    const lfp = await openLfp(file, probeId, masks);
    const { conversion, unit } = lfp.attributes;
    if (typeof conversion === "number" && conversion !== 1)
      this.data.surroundings.warn(
        `${file.location} keeps the LFP of probe ${probeId} in steps: multiply its values by ${conversion} for ${unit ?? "volts"}.`,
      );
    return lfp;
  }

  /**
   * A probe's current source density (V/cm²; `attributes.unit` is what the file says) around flashes: dims
   * virtual_channel_index × time (seconds from onset), with `vertical_position` and `horizontal_position` (µm).
   * @throws an EcephysError "not-found" that names the probe and its file (note S19).
   */
  async getCurrentSourceDensity(id: Id, options: Waiting = {}): Promise<DataArray> {
    const { id: probeId } = await this.requireProbe(id, options);
    return readCurrentSourceDensity(await this.data.lfpFile(probeId, options), probeId);
  }

  /** Closes the session's files. What was read stays valid; whatever is asked for later is refused. */
  async close(): Promise<void> {
    return this.data.close();
  }

  private async requireProbe(given: Id, options: Waiting) {
    const probeId = asked.id("probeId", given);
    const probes = await this.data.probes(options);
    const probe = probes.find(({ id }) => id === probeId);
    if (probe) return probe;
    throw new EcephysError("not-found", {
      action: "Looking up a probe",
      resource: `probe ${probeId}`,
      reason: `${this.location} has no such probe, and so no LFP file of it`,
      remedy: `Its probes are: ${probes.map(({ id }) => id).join(", ")}`,
    });
  }
}

function zip(left: ArrayLike<unknown>, right: ArrayLike<unknown>): [number, number][] {
  return Array.from(left as ArrayLike<number>, (value, i) => [value, right[i] as number]);
}
