import type { DataArray } from "@ecephys/core";
import { type ArgumentChecks, EcephysError, type Id, type OptionNames } from "@ecephys/files";
import { taggedWith } from "../file/invalid-times.ts";
import type { LazyDataArray } from "../lfp/lazy-data-array.ts";
import { openLfp, readCurrentSourceDensity } from "../lfp/lfp.ts";
import { checkOptions, checkSignalOptions, type SignalOptions } from "../options.ts";
import type { Probe } from "./probes.ts";
import type { SessionData } from "./session-data.ts";

/** How a probe's LFP is read. */
export interface LfpOptions extends SignalOptions {
  /** Whether samples in the probe's invalid times are NaN; true by default. */
  readonly maskInvalidIntervals?: boolean | undefined;
  /**
   * Whether samples are given in the file's unit (volts), in double precision: sample × conversion × the channel's
   * conversion + offset. By default they are given as they are stored, which in the institute's files is volts.
   */
  readonly scaled?: boolean | undefined;
}

const LFP_OPTIONS: OptionNames<LfpOptions> = { maskInvalidIntervals: true, scaled: true, signal: true };

/** What the LFP files of a session's probes hold. */
export class SessionLfp {
  private readonly data: SessionData;
  /** The arrays that were opened, by probe and options. */
  private readonly opened = new Map<string, Promise<LazyDataArray>>();

  constructor(data: SessionData) {
    this.data = data;
  }

  async lfp(id: Id, options: LfpOptions): Promise<LazyDataArray> {
    const checks = checkOptions("getLfp", options, LFP_OPTIONS);
    const isMasked = checks.flag("maskInvalidIntervals", options.maskInvalidIntervals) ?? true;
    const isScaled = checks.flag("scaled", options.scaled) ?? false;
    const probe = await this.requireProbe(id, checks, options);
    const file = await this.data.lfpFile(probe.id, options);
    const tags = ["all_probes", probe.description];
    const masks = isMasked ? taggedWith(await this.data.invalidIntervals(options), tags) : [];
    const key = `${probe.id} ${isMasked} ${isScaled}`;
    const known = this.opened.get(key);
    if (known) return known;
    const opening = openLfp(file, probe.id, { masks, isScaled, warn: this.data.resources.warn });
    this.opened.set(key, opening);
    // What failed is tried again by the next call.
    opening.catch(() => this.opened.delete(key));
    return opening;
  }

  async currentSourceDensity(id: Id, options: SignalOptions): Promise<DataArray> {
    const checks = checkSignalOptions("getCurrentSourceDensity", options);
    const probe = await this.requireProbe(id, checks, options);
    return readCurrentSourceDensity(await this.data.lfpFile(probe.id, options), probe.id);
  }

  private async requireProbe(id: Id, checks: ArgumentChecks, options: SignalOptions): Promise<Probe> {
    const probeId = checks.id("probeId", id);
    const probes = await this.data.probes(options);
    const found = probes.find((probe) => probe.id === probeId);
    if (found) return found;
    throw new EcephysError("not-found", {
      action: "Looking up a probe",
      resource: `probe ${probeId}`,
      reason: `${this.data.file.location} has no such probe, and so no LFP file of it`,
      remedy: `Its probes are: ${probes.map((probe) => probe.id).join(", ")}`,
    });
  }
}
