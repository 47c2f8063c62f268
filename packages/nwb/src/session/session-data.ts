import type { UnitFilterSettings } from "@ecephys/core/internal";
import { EcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { channelTable, type Electrodes, readElectrodes } from "./channels.ts";
import type { DynamicTable } from "./dynamic-table.ts";
import { type InvalidInterval, readInvalidIntervals, taggedWith } from "./invalid-times.ts";
import type { NwbFile } from "./nwb-file.ts";
import { Once } from "./once.ts";
import { type Probe, probeTable, readProbes } from "./probes.ts";
import { type Rig, readRig } from "./rig.ts";
import { SharedWork } from "./shared-work.ts";
import { type UnitRows, UnitSeries } from "./spikes.ts";
import { type Presentations, readPresentations } from "./stimulus/presentations.ts";
import type { Surroundings } from "./surroundings.ts";
import { mergeUnits, readUnitTable, sessionFilters } from "./units.ts";
import { signalOf, type Waiting } from "./waiting.ts";
import { channelIdsByNumber, MeanWaveforms } from "./waveforms.ts";

type UnitColumn = "spike_times" | "spike_amplitudes";

/** The parts of a session that others are made of; each is read once, on first use. */
export class SessionData {
  readonly file: NwbFile;
  readonly surroundings: Surroundings;
  readonly filters: UnitFilterSettings;
  readonly once = new Once();
  private readonly lfpFiles = new Map<number, SharedWork<NwbFile>>();
  private isClosed = false;

  constructor(file: NwbFile, surroundings: Surroundings) {
    this.file = file;
    this.surroundings = surroundings;
    this.filters = sessionFilters(surroundings.filters);
  }

  probes(wait: Waiting = {}): Promise<readonly Probe[]> {
    return this.once.get("probes", (signal) => readProbes(this.file.until(signal)), signalOf(wait));
  }

  electrodes(wait: Waiting = {}): Promise<Electrodes> {
    return this.once.get("electrodes", (signal) => readElectrodes(this.file.until(signal)), signalOf(wait));
  }

  channels(wait: Waiting = {}): Promise<ColumnTable> {
    return this.once.get(
      "channels",
      async (signal) =>
        channelTable(await this.electrodes({ signal }), {
          onlyValid: this.filters.filterByValidity,
          project: await this.surroundings.channels?.({ signal }),
        }),
      signalOf(wait),
    );
  }

  units(wait: Waiting = {}): Promise<ColumnTable> {
    return this.once.get(
      "units",
      async (signal) =>
        mergeUnits({
          file: this.file,
          units: await this.unitTable({ signal }),
          electrodes: await this.electrodes({ signal }),
          channels: await this.channels({ signal }),
          probes: probeTable(await this.probes({ signal })),
          metrics: await this.surroundings.metrics?.({ signal }),
          filters: this.filters,
          warn: this.surroundings.warn,
        }),
      signalOf(wait),
    );
  }

  async unitIds(wait: Waiting = {}): Promise<readonly number[]> {
    return Array.from((await this.units(wait)).array("unit_id") as Float64Array);
  }

  /** The column's reader, shared by all who read spikes. */
  unitSeries(column: UnitColumn): Promise<UnitSeries> {
    return this.once.get(column, async () => new UnitSeries(this.file, column, await this.unitRows()));
  }

  waveforms(): Promise<MeanWaveforms> {
    return this.once.get("waveforms", async () => new MeanWaveforms(this.file, await this.unitRows()));
  }

  /** A probe's channels of this session by their number on the probe. */
  channelsOfProbe(probeId: number): Promise<ReadonlyMap<number, number>> {
    return this.once.get(`channels of ${probeId}`, async () => {
      const kept = new Set((await this.channels()).array("id") as Iterable<number>);
      return channelIdsByNumber(await this.electrodes(), probeId, (id) => kept.has(id));
    });
  }

  invalidIntervals(wait: Waiting = {}): Promise<readonly InvalidInterval[]> {
    return this.once.get(
      "invalid times",
      (signal) => readInvalidIntervals(this.file.until(signal)),
      signalOf(wait),
    );
  }

  presentations(wait: Waiting = {}): Promise<Presentations> {
    return this.once.get(
      "presentations",
      async (signal) => {
        const invalid = taggedWith(await this.invalidIntervals({ signal }), ["stimulus"]);
        return readPresentations(this.file.until(signal), invalid);
      },
      signalOf(wait),
    );
  }

  rig(wait: Waiting = {}): Promise<Rig | undefined> {
    return this.once.get("rig", (signal) => readRig(this.file.until(signal)), signalOf(wait));
  }

  /** A probe's LFP file, opened once for all who wait for it; a failure to fetch or open it is not kept. */
  async lfpFile(probeId: number, { signal }: Waiting): Promise<NwbFile> {
    if (this.isClosed) throw closedMeanwhile(this.file);
    let opening = this.lfpFiles.get(probeId);
    if (!opening) {
      const forget = () => {
        if (this.lfpFiles.get(probeId) === opening) this.lfpFiles.delete(probeId);
      };
      const open = (shared: AbortSignal) => this.surroundings.openLfp(probeId, { signal: shared });
      opening = new SharedWork(open, forget);
      this.lfpFiles.set(probeId, opening);
    }
    return opening.join(signal);
  }

  /** Transfers of LFP files end, and whoever waits for one hears why. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const opening of this.lfpFiles.values()) opening.cancel(closedMeanwhile(this.file));
    const files = await Promise.allSettled([...this.lfpFiles.values()].map(({ result }) => result));
    for (const found of files) if (found.status === "fulfilled") await found.value.hdf5.close();
    this.lfpFiles.clear();
    this.once.clear();
    await this.file.hdf5.close();
  }

  private unitTable(wait: Waiting = {}): Promise<DynamicTable> {
    return this.once.get("unit table", (signal) => readUnitTable(this.file.until(signal)), signalOf(wait));
  }

  private async unitRows(): Promise<UnitRows> {
    const { ids } = await this.unitTable();
    return new Map(Array.from(ids, (id, row) => [id, row] as const));
  }
}

function closedMeanwhile(file: NwbFile): EcephysError {
  return new EcephysError("argument", {
    action: "Opening an LFP file",
    resource: file.location,
    reason: "the session was closed meanwhile",
    remedy: "Close it when nobody waits for it any more",
  });
}
