import type { ColumnTable } from "arquero";
import { plain, storedColumnsOf, tableOf } from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import { unregisteredRows, withoutUnregistered } from "./coordinates.ts";
import type { CorrectionId } from "./known.ts";
import { noteCorrection } from "./table-notes.ts";

/** What is known of the project's tables, told once for each and put right where that was asked for. */
export class ProjectCorrections {
  readonly #chosen: ReadonlySet<CorrectionId>;
  readonly #warn: (message: string) => void;
  /** By raw table of channels, so that each is looked through once. */
  readonly #unregistered = new WeakMap<ColumnTable, number>();
  readonly #corrected = new WeakMap<ColumnTable, Table>();
  #isFound = false;
  #isWarned = false;

  constructor(chosen: ReadonlySet<CorrectionId>, warn: (message: string) => void) {
    this.#chosen = chosen;
    this.#warn = warn;
  }

  /** The raw channels, whose coordinates units have too. */
  rawChannels<Row extends object>(channels: Table<Row>): Table<Row> {
    const rows = this.#unregistered.get(channels) ?? unregisteredRows(channels);
    this.#unregistered.set(channels, rows);
    if (rows === 0) return channels;
    this.#isFound = true;
    if (!this.#chosen.has("ccf-not-registered")) {
      if (!this.#isWarned)
        this.#warn(
          `${rows} of ${channels.numRows()} channels have coordinates of -1000, which mean that they were not registered; "ccf-not-registered" among the corrections makes them NaN.`,
        );
      this.#isWarned = true;
      return channels;
    }
    const corrected = this.#corrected.get(channels) ?? withoutUnregistered<Row>(channels);
    this.#corrected.set(channels, corrected as Table);
    this.#unregistered.set(corrected, rows);
    return corrected as Table<Row>;
  }

  channels<Row extends object>(channels: Table<Row>): Table<Row> {
    if (!this.#isFound || this.#chosen.has("ccf-not-registered")) return channels;
    return noteCorrection(channels, "ccf-not-registered", () => unregisteredRows(channels));
  }

  units<Row extends object>(units: Table<Row>): Table<Row> {
    const isRenamed = this.#chosen.has("unit-local-index");
    const names = units.columnNames() as readonly string[];
    const named =
      isRenamed && names.includes("local_index") && !names.includes("probe_channel_number")
        ? tableOf<Row>(
            new Map(
              [...storedColumnsOf(plain(units))].map(([name, column]) => [
                name === "local_index" ? "probe_channel_number" : name,
                column,
              ]),
            ),
          )
        : units;
    if (names.includes("local_index"))
      noteCorrection(named, "unit-local-index", named.numRows(), named !== units);
    return this.channels(named as Table<Row>);
  }

  /** Tables that count units. */
  counts<Row extends object>(table: Table<Row>): Table<Row> {
    const counts = (table.columnNames() as readonly string[]).includes("unit_count");
    return noteCorrection(table, "unit-counts", counts ? table.numRows() : 0);
  }

  probes<Row extends object>(probes: Table<Row>): Table<Row> {
    return this.counts(noteCorrection(probes, "lfp-subsampled", probes.numRows()));
  }
}
