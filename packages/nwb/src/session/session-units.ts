import type { ColumnTable } from "@ecephys/core/arquero";
import type { Ids } from "@ecephys/files";
import { checkSignalOptions, type SignalOptions } from "../options.ts";
import { probeTable } from "./probes.ts";
import type { SessionData } from "./session-data.ts";
import {
  type ChannelStructureIntervals,
  structureIntervals,
  structuresOf,
  structurewiseCounts,
} from "./structures.ts";
import type { UnitFilterReport } from "./unit-filter-report.ts";

/** The probes, channels and units of a session, and the structures that they lie in. */
export class SessionUnits {
  private readonly data: SessionData;

  constructor(data: SessionData) {
    this.data = data;
  }

  async numUnits(options: SignalOptions): Promise<number> {
    checkSignalOptions("numUnits", options);
    return (await this.data.units(options)).numRows();
  }

  async numProbes(options: SignalOptions): Promise<number> {
    checkSignalOptions("numProbes", options);
    return (await this.data.probes(options)).length;
  }

  async numChannels(options: SignalOptions): Promise<number> {
    checkSignalOptions("numChannels", options);
    return (await this.data.channels(options)).numRows();
  }

  async probes(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("probes", options);
    return probeTable(await this.data.probes(options));
  }

  async channels(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("channels", options);
    return this.data.channels(options);
  }

  async units(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("units", options);
    return this.data.units(options);
  }

  async filterReport(options: SignalOptions): Promise<UnitFilterReport> {
    checkSignalOptions("unitFilterReport", options);
    return (await this.data.filteredUnits(options)).report;
  }

  async structureAcronyms(options: SignalOptions): Promise<(string | null)[]> {
    checkSignalOptions("structureAcronyms", options);
    return [...new Set(structuresOf(await this.data.channels(options)))];
  }

  async structurewiseUnitCounts(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("structurewiseUnitCounts", options);
    return structurewiseCounts(await this.data.units(options));
  }

  async channelStructureIntervals(
    channelIds: Ids,
    options: SignalOptions,
  ): Promise<ChannelStructureIntervals> {
    const checks = checkSignalOptions("channelStructureIntervals", options);
    const ids = checks.ids("channelIds", checks.required("channelIds", channelIds, "a list of ids"));
    return structureIntervals(await this.data.channels(options), ids, this.data.resources.warn);
  }
}
