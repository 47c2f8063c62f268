import type { ColumnTable } from "@ecephys/core/arquero";
import type { UnitFilterSettings } from "@ecephys/core/internal";
import { EcephysError, type Transferred } from "@ecephys/files";
import { pause, SharedTasks } from "@ecephys/files/internal";
import type { DynamicTable } from "../file/dynamic-table.ts";
import {
  INVALID_TIMES,
  type InvalidInterval,
  readInvalidIntervals,
  taggedWith,
} from "../file/invalid-times.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import type { SignalOptions } from "../options.ts";
import { ELECTRODES, PROBES, UNITS } from "./allen-layout.ts";
import { channelTable, type Electrodes, NO_ELECTRODES, readElectrodes } from "./channels.ts";
import { lfpFailure, repeatsDepth, tellRepeated, withoutRepeated } from "./known-faults.ts";
import { mergeUnits, type SessionUnitTable } from "./merged-units.ts";
import { readSubject, type SubjectMetadata } from "./metadata.ts";
import { OtherLab } from "./other-lab.ts";
import { type Probe, probeTable, readProbes } from "./probes.ts";
import type { SessionResources } from "./resources.ts";
import { type Rig, readRig } from "./rig.ts";
import { UnitSeries } from "./spikes.ts";
import { type Presentations, readPresentations } from "./stimulus/presentations.ts";
import { wholeTable } from "./stimulus/tables.ts";
import { sessionFilters } from "./unit-filters.ts";
import { type UnitRows, unitRowsOf } from "./unit-rows.ts";
import { readUnitTable } from "./units.ts";
import { channelIdsByNumber, MeanWaveforms, type ProbeChannels } from "./waveforms.ts";

/** What the table of units is made of. */
const UNIT_PARTS = [UNITS, ELECTRODES, PROBES, INVALID_TIMES];

const ALL_CHANNELS = { onlyValid: true, project: undefined };

export type UnitColumn = "spike_times" | "spike_amplitudes";

/** What several parts of a session need; each piece is read once, on first use. */
export class SessionData {
  readonly file: NwbFile;
  readonly resources: SessionResources;
  readonly filters: UnitFilterSettings;
  /** What is known of a file that is not the Allen Institute's. */
  readonly otherLab: OtherLab;
  // No time to clean up: reads of a file cannot be ended, and the caller who gives up is not to wait for them.
  private readonly reads = new SharedTasks({ keepResults: true, cleanupLimit: 0 });
  /** All files that are open. */
  private readonly files: NwbFile[];
  private readonly lfpFiles = new SharedTasks<NwbFile>({ keepResults: true, cleanupLimit: 0 });

  constructor(file: NwbFile, resources: SessionResources) {
    this.file = file;
    this.files = [file];
    this.resources = resources;
    this.filters = sessionFilters(resources.filters);
    this.otherLab = new OtherLab(file);
  }

  /**
   * What `read` gives, read once for all callers. A failure is not kept: the next caller reads again.
   * @param key Names what is read.
   */
  async once<Value>(
    key: string,
    read: (signal: AbortSignal) => Promise<Value>,
    options: SignalOptions = {},
  ): Promise<Value> {
    const known = (signal: AbortSignal) => this.otherLab.explain(() => read(signal));
    const value = await this.reads.run(key, known, options.signal);
    // What is made of it is the work of another turn.
    await pause();
    return value;
  }

  subject(options: SignalOptions = {}): Promise<SubjectMetadata> {
    return this.once("subject", (signal) => readSubject(this.file.until(signal)), options);
  }

  probes(options: SignalOptions = {}): Promise<readonly Probe[]> {
    return this.once("probes", (signal) => readProbes(this.file.until(signal)), options);
  }

  /** The probes, none of a file without electrodes. */
  async knownProbes(options: SignalOptions = {}): Promise<readonly Probe[]> {
    return (await this.otherLab.hasElectrodes()) ? this.probes(options) : [];
  }

  electrodes(options: SignalOptions = {}): Promise<Electrodes> {
    return this.once("electrodes", (signal) => readElectrodes(this.file.until(signal)), options);
  }

  channels(options: SignalOptions = {}): Promise<ColumnTable> {
    const read = async (signal: AbortSignal) => {
      const electrodes = await this.electrodes({ signal });
      const project = await this.resources.channels?.({ signal });
      const isRepeated = project === undefined && repeatsDepth(electrodes);
      const isCorrected = isRepeated && this.resources.corrections.has("electrode-z-repeats-y");
      const found = channelTable(isCorrected ? withoutRepeated(electrodes) : electrodes, {
        onlyValid: this.filters.filterByValidity,
        project,
      });
      if (isRepeated) tellRepeated(this.file, found, this.resources);
      return found;
    };
    return this.once("channels", read, options);
  }

  async units(options: SignalOptions = {}): Promise<ColumnTable> {
    return (await this.filteredUnits(options)).table;
  }

  /** The session's units, and what its filters left out. */
  filteredUnits(options: SignalOptions = {}): Promise<SessionUnitTable> {
    const read = async (signal: AbortSignal) => {
      await this.file.hdf5.prefetch(UNIT_PARTS, { signal });
      const units = this.unitTable({ signal });
      // Asked all at once: the worker that reads the file goes from one to the next without a pause. Spikes, which
      // are mostly asked for next, warn of invalid times.
      for (const early of [
        units,
        this.electrodes({ signal }),
        this.probes({ signal }),
        this.invalidIntervals(),
      ])
        early.catch(() => {});
      const hasElectrodes = await this.otherLab.hasElectrodes();
      return mergeUnits({
        file: this.file,
        units: await units,
        electrodes: hasElectrodes ? await this.electrodes({ signal }) : NO_ELECTRODES,
        channels: hasElectrodes ? await this.channels({ signal }) : channelTable(NO_ELECTRODES, ALL_CHANNELS),
        probes: probeTable(await this.knownProbes({ signal })),
        metrics: await this.resources.metrics?.({ signal }),
        filters: this.filters,
        given: this.resources.filters,
        warn: this.resources.warn,
      });
    };
    return this.once("units", read, options);
  }

  /** The column's reader, shared by all who read spikes. */
  unitSeries(column: UnitColumn): Promise<UnitSeries> {
    return this.once(column, async () => new UnitSeries(this.file, column, await this.unitRows()));
  }

  /** Whether units have spike times; warns once where they have none. */
  hasSpikeTimes(options: SignalOptions): Promise<boolean> {
    const look = async (signal: AbortSignal) => {
      const found = await this.file.until(signal).dataset(`${await this.unitsPath({ signal })}/spike_times`);
      if (!found) this.resources.warn(`${this.file.location} has no spike times of its units.`);
      return found !== undefined;
    };
    return this.once("spike times there", look, options);
  }

  waveforms(): Promise<MeanWaveforms> {
    return this.once("waveforms", async () => new MeanWaveforms(this.file, await this.unitRows()));
  }

  /** A probe's channels of this session by their number on the probe. */
  channelsOfProbe(probeId: number): Promise<ProbeChannels> {
    return this.once(`channels of ${probeId}`, async () => {
      if (!(await this.otherLab.isAllen()) || Number.isNaN(probeId))
        return { samplingRate: Number.NaN, ids: undefined };
      const kept = (await this.channels()).column("id") as unknown as Float64Array;
      const probe = (await this.probes()).find(({ id }) => id === probeId);
      const samplingRate = probe?.samplingRate ?? Number.NaN;
      return {
        samplingRate,
        ids: channelIdsByNumber(await this.electrodes(), probeId, kept),
      };
    });
  }

  invalidIntervals(options: SignalOptions = {}): Promise<readonly InvalidInterval[]> {
    return this.once("invalid times", (signal) => readInvalidIntervals(this.file.until(signal)), options);
  }

  presentations(options: SignalOptions = {}): Promise<Presentations> {
    const read = async (signal: AbortSignal) => {
      const invalid = taggedWith(await this.invalidIntervals({ signal }), ["stimulus"]);
      return readPresentations(this.file.until(signal), invalid);
    };
    return this.once("presentations", read, options);
  }

  /** All presentations as a table. */
  presentationTable(options: SignalOptions = {}): Promise<ColumnTable> {
    const read = async (signal: AbortSignal) => wholeTable(await this.presentations({ signal }));
    return this.once("presentation table", read, options);
  }

  rig(options: SignalOptions = {}): Promise<Rig | undefined> {
    return this.once("rig", (signal) => readRig(this.file.until(signal)), options);
  }

  /** A probe's LFP file, opened once for all callers; a failure to fetch or open it is not kept. */
  lfpFile(probeId: number, { signal }: SignalOptions): Promise<NwbFile> {
    const open = async (shared: AbortSignal) => {
      try {
        const file = await this.resources.openLfp(probeId, { signal: shared });
        this.files.push(file);
        return file;
      } catch (error) {
        throw lfpFailure(error, probeId);
      }
    };
    return this.lfpFiles.run(String(probeId), open, signal);
  }

  /** What was requested of servers for the session's files. */
  get transferred(): Transferred {
    const each = this.files.map(({ hdf5 }) => hdf5.transferred);
    const sum = (count: keyof Transferred) => each.reduce((total, one) => total + (one?.[count] ?? 0), 0);
    return { requests: sum("requests"), bytes: sum("bytes") };
  }

  /** Aborts transfers of LFP files, and closes all files. */
  async close(): Promise<void> {
    const closed = sessionClosed(this.file);
    void this.reads.stop(closed);
    for (const file of await this.lfpFiles.stop(closed)) await file.hdf5.close();
    await this.file.hdf5.close();
  }

  /** The path of the table of units; `/units` but in some files of other labs. */
  unitsPath(options: SignalOptions = {}): Promise<string> {
    const find = async (signal: AbortSignal) => {
      const file = this.file.until(signal);
      if (await file.group(UNITS)) return UNITS;
      return (await this.otherLab.unitsPath()) ?? file.lack(UNITS, "Reading the units");
    };
    return this.once("path of the units", find, options);
  }

  private unitTable(options: SignalOptions = {}): Promise<DynamicTable> {
    const read = async (signal: AbortSignal) => {
      const [path, isAllen] = await Promise.all([this.unitsPath({ signal }), this.otherLab.isAllen()]);
      return readUnitTable(this.file.until(signal), path, isAllen);
    };
    return this.once("unit table", read, options);
  }

  unitRows(): Promise<UnitRows> {
    return this.once("rows of units", async () => {
      const { ids, path } = await this.unitTable();
      return unitRowsOf(path, ids);
    });
  }
}

function sessionClosed(file: NwbFile): EcephysError {
  return new EcephysError("argument", {
    action: "Reading a session",
    resource: file.location,
    reason: "the session was closed",
    remedy: "Close a session only when nothing reads from it any more",
  });
}
