import type { DataArray } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, EcephysError, type Ids, type OptionNames } from "@ecephys/files";
import { inTurns, isAscending, type Steps, untilAborted } from "@ecephys/files/internal";
import { taggedWith } from "../file/invalid-times.ts";
import { counted } from "../file/warnings.ts";
import { checkOptions, type SignalOptions } from "../options.ts";
import type { SessionData, UnitColumn } from "./session-data.ts";
import type { ProbeChannels } from "./waveforms.ts";

/** What the methods that read spikes and waveforms take. */
export interface UnitDataOptions extends SignalOptions {
  /** Units of this session; all of them by default. */
  readonly unitIds?: Ids | undefined;
}

/** How spikes are read unit by unit. */
export interface SpikesByUnitOptions extends UnitDataOptions {
  /**
   * Whether the memory of times is used again, which halves the time that it takes to go through all spikes of a session:
   * the times of a unit are then only good until the next unit is asked for. False by default.
   */
  readonly reuseMemory?: boolean | undefined;
}

const UNIT_DATA_OPTIONS: OptionNames<UnitDataOptions> = { unitIds: true, signal: true };
const BY_UNIT_OPTIONS: OptionNames<SpikesByUnitOptions> = { ...UNIT_DATA_OPTIONS, reuseMemory: true };

/** Units that a warning names. */
const NAMED = 10;

/** Spikes and waveforms of the session's units. */
export class SessionSpikes {
  private readonly data: SessionData;
  private readonly ordered = new Set<number>();

  constructor(data: SessionData) {
    this.data = data;
  }

  async times(options: UnitDataOptions): Promise<ReadonlyMap<number, Float64Array>> {
    checkOptions("spikeTimes", options, UNIT_DATA_OPTIONS);
    const [times] = await Promise.all([
      this.read("spike_times", options),
      this.data.once("warning of invalid spikes", () => this.warnOfInvalidSpikes()),
    ]);
    return times;
  }

  /** Nothing of it is kept; those out of order are warned of in the end. */
  async *timesByUnit(
    options: SpikesByUnitOptions,
  ): AsyncGenerator<readonly [unitId: number, times: Float64Array], void, undefined> {
    const checks = checkOptions("spikeTimesByUnit", options, BY_UNIT_OPTIONS);
    const { reuseMemory, signal } = options;
    checks.flag("the option reuseMemory", reuseMemory);
    const ids = [...(await this.unitIds({ unitIds: options.unitIds, signal }))];
    if (options.unitIds === undefined) ids.sort((a, b) => a - b);
    await this.data.once("warning of invalid spikes", () => this.warnOfInvalidSpikes());
    if (!(await this.data.hasSpikeTimes({ signal }))) return;
    const checked: number[] = [];
    const descending: number[] = [];
    try {
      const series = await this.data.unitSeries("spike_times");
      for await (const part of series.each(ids, signal, reuseMemory)) {
        const [id, times] = part;
        if (!this.ordered.has(id)) checked.push(id);
        if (checked.at(-1) === id && !isAscending(times)) descending.push(id);
        yield part;
      }
    } finally {
      this.noteOrder(checked, descending);
    }
  }

  async amplitudes(options: UnitDataOptions): Promise<ReadonlyMap<number, Float64Array>> {
    checkOptions("spikeAmplitudes", options, UNIT_DATA_OPTIONS);
    return this.read("spike_amplitudes", options);
  }

  async meanWaveforms(options: UnitDataOptions): Promise<ReadonlyMap<number, DataArray>> {
    checkOptions("meanWaveforms", options, UNIT_DATA_OPTIONS);
    const units = await this.data.units(options);
    const ids = await this.unitIds(options);
    const probeIds = numbersIn(units, "probe_id");
    const rowOf = rowFinder(numbersIn(units, "unit_id"), ids.length);
    const probeOf = (id: number) => probeIds[rowOf(id)]!;
    const channels = new Map<number, ProbeChannels>();
    const wanted = new Map<number, ProbeChannels>();
    for (const probeId of new Set(ids.map(probeOf)))
      channels.set(probeId, await this.data.channelsOfProbe(probeId));
    for (const id of ids) wanted.set(id, channels.get(probeOf(id))!);
    const reading = (await this.data.waveforms()).read(wanted, options.signal);
    return untilAborted(reading, options.signal);
  }

  /**
   * A ragged column's values of the selected units.
   * @throws an EcephysError "not-found" for units that are not among the session's.
   */
  async read(column: UnitColumn, options: UnitDataOptions): Promise<ReadonlyMap<number, Float64Array>> {
    const ids = await this.unitIds(options);
    if (column === "spike_times" && !(await this.data.hasSpikeTimes(options))) return new Map();
    const parts = await (await this.data.unitSeries(column)).read(ids, options.signal);
    if (column === "spike_times") await this.warnOfOrder(parts, options);
    return parts;
  }

  /** Of each unit once. */
  private async warnOfOrder(
    spikes: ReadonlyMap<number, Float64Array>,
    { signal }: SignalOptions,
  ): Promise<void> {
    const unchecked = [...spikes.keys()].filter((id) => !this.ordered.has(id));
    for (const id of unchecked) this.ordered.add(id);
    try {
      const only = unchecked.length === 1 ? unchecked : undefined;
      const descending = only
        ? only.filter((id) => !isAscending(spikes.get(id)!))
        : await inTurns(descendingUnits(spikes, unchecked), { signal });
      if (descending.length > 0) this.noteOrder(unchecked, descending);
    } catch (aborted) {
      for (const id of unchecked) this.ordered.delete(id);
      throw aborted;
    }
  }

  private noteOrder(unchecked: readonly number[], descending: readonly number[]): void {
    for (const id of unchecked) this.ordered.add(id);
    if (descending.length === 0) return;
    const named = descending.slice(0, NAMED).join(", ");
    const more = descending.length > NAMED ? ` and ${descending.length - NAMED} more` : "";
    this.data.resources.warn(
      `${this.data.file.location}: the spike times of ${descending.length} of ${counted(unchecked.length, "unit")} are out of order (${named}${more}), as where two units' spikes were taken for one's. They are given as stored; analyses sort a copy.`,
    );
  }

  private async unitIds(options: UnitDataOptions): Promise<readonly number[]> {
    const known = numbersIn(await this.data.units(options), "unit_id");
    if (options.unitIds === undefined) {
      const { rowOf } = await this.data.unitRows();
      return Array.from(known).filter((id) => rowOf(id) !== undefined);
    }
    const wanted = argumentChecks("Looking up units").ids("unitIds", options.unitIds);
    const rowOf = rowFinder(known, wanted.length);
    const unknown = wanted.filter((id) => rowOf(id) < 0);
    if (unknown.length === 0) return wanted;
    throw new EcephysError("not-found", {
      action: "Looking up units",
      resource: `unit ${unknown.slice(0, 5).join(", ")}`,
      reason: `not among the ${counted(known.length, "unit")} of ${this.data.file.location} that pass the session's filters`,
      remedy: "Open the session with other unit filters, or take ids from its table of units",
    });
  }

  private async warnOfInvalidSpikes(): Promise<void> {
    const probes = await this.data.knownProbes();
    const tags = ["all_probes", ...probes.map(({ description }) => description)];
    if (taggedWith(await this.data.invalidIntervals(), tags).length > 0)
      this.data.resources.warn(
        "The session has invalid times, and spikes in them are included; see its table of invalid times.",
      );
  }
}

/** Which units' spikes are out of order; the analyses know of the others that they need not look again. */
function* descendingUnits(
  spikes: ReadonlyMap<number, Float64Array>,
  unitIds: readonly number[],
): Steps<readonly number[]> {
  const found: number[] = [];
  for (const [u, id] of unitIds.entries()) {
    if (!isAscending(spikes.get(id)!)) found.push(id);
    yield (u + 1) / unitIds.length;
  }
  return found;
}

/** A column of numbers of the session's table of units, as it is. */
function numbersIn(units: ColumnTable, name: string): Float64Array {
  return units.column(name) as unknown as Float64Array;
}

/** So few ids are looked for one by one. */
const FEW = 16;

/** Finds the last row that has an id; -1 where none has. */
function rowFinder(ids: Float64Array, count: number): (id: number) => number {
  if (count <= FEW) return (id) => ids.lastIndexOf(id);
  const rows = new Map<number, number>();
  for (let row = 0; row < ids.length; row++) rows.set(ids[row]!, row);
  return (id) => rows.get(id) ?? -1;
}
