import { EcephysError } from "@ecephys/files";
import { nextTurn, untilAborted } from "@ecephys/files/internal";
import type { NwbFile } from "../file/nwb-file.ts";
import { isOneRow, type RaggedIndex, type RaggedRun, raggedRuns, readRaggedIndex } from "../file/ragged.ts";
import type { UnitRows } from "./unit-rows.ts";

/** Values read at once, 64 MB of them: neighbours in the file share one buffer up to this size. */
const RUN = 8 * 1024 * 1024;

/** Values of units that are read one after the other, 8 MB of them or one unit. */
const BATCH = 1024 * 1024;

/** A ragged column of numbers of the unit table, read unit by unit and kept. */
export class UnitSeries {
  private readonly file: NwbFile;
  private readonly path: string;
  private readonly action: string;
  private readonly rows: UnitRows;
  private readonly parts = new Map<number, Promise<Float64Array>>();
  private index: Promise<RaggedIndex> | undefined;

  constructor(file: NwbFile, column: string, rows: UnitRows) {
    this.file = file;
    this.path = `${rows.path}/${column}`;
    this.action = `Reading ${column.replace("_", " ")}`;
    this.rows = rows;
  }

  /**
   * The units' values in the order of `unitIds`; neighbours are views of one buffer.
   * @throws an EcephysError "not-found" for units that the file does not have, and where it lacks the column.
   */
  async read(unitIds: readonly number[], signal?: AbortSignal): Promise<Map<number, Float64Array>> {
    signal?.throwIfAborted();
    const reading = this.readMissing(unitIds, signal);
    await untilAborted(reading, signal);
    const parts = new Map<number, Float64Array>();
    for (const id of unitIds) parts.set(id, await this.parts.get(id)!);
    return parts;
  }

  /**
   * Unit by unit in the order of `unitIds`, without keeping anything: the next ones are read while these are looked at.
   * @param reuseMemory Whether values are only good until the next ones are asked for.
   * @throws as `read`.
   */
  async *each(
    unitIds: readonly number[],
    signal?: AbortSignal,
    reuseMemory = false,
  ): AsyncGenerator<readonly [unitId: number, values: Float64Array], void, undefined> {
    signal?.throwIfAborted();
    const batches = this.batches(unitIds, await this.indexOnce());
    const memory = reuseMemory ? [new ReadMemory(), new ReadMemory()] : [];
    let reading = this.readBatch(batches[0] ?? [], memory[0]);
    for (let at = 0; at < batches.length; at += 1) {
      const values = await untilAborted(reading, signal);
      reading = this.readBatch(batches[at + 1] ?? [], memory[(at + 1) % 2]);
      // Of a reader that stops here, nobody waits for the next ones.
      reading.catch(() => {});
      yield* values;
    }
  }

  private batches(unitIds: readonly number[], { bounds }: RaggedIndex): number[][] {
    const batches: number[][] = [];
    let size = BATCH;
    for (const id of unitIds) {
      const row = this.rowOf(id);
      const length = bounds[row + 1]! - bounds[row]!;
      if (size + length > BATCH) {
        batches.push([]);
        size = 0;
      }
      batches.at(-1)!.push(id);
      size += length;
    }
    return batches;
  }

  private async readBatch(
    unitIds: readonly number[],
    memory?: ReadMemory,
  ): Promise<(readonly [number, Float64Array])[]> {
    const index = await this.indexOnce();
    const idOf = new Map(unitIds.map((id) => [this.rowOf(id), id]));
    const values = new Map<number, Float64Array>();
    const runs = raggedRuns(index, [...idOf.keys()], BATCH);
    const places = memory?.of(runs.map(({ end, start }) => end - start));
    const reading = runs.map(async (run, at) => {
      const own = this.readRun(run, places?.[at]);
      for (const row of run.rows) values.set(idOf.get(row)!, await partOf(own, index, run, row));
    });
    await Promise.all(reading);
    return unitIds.map((id) => [id, values.get(id)!]);
  }

  /** Run by run, yielding to the event loop between them; another caller may read some of them meanwhile. */
  private async readMissing(unitIds: readonly number[], signal: AbortSignal | undefined): Promise<void> {
    const index = await this.indexOnce();
    const wanted = new Map<number, number>();
    for (const id of unitIds) if (!this.parts.has(id)) wanted.set(this.rowOf(id), id);
    for (const run of raggedRuns(index, [...wanted.keys()], RUN)) {
      const rows = run.rows.filter((row) => !this.parts.has(wanted.get(row)!));
      if (rows.length === 0) continue;
      signal?.throwIfAborted();
      const values = this.readRun(run);
      for (const row of rows) this.keep(wanted.get(row)!, partOf(values, index, run, row));
      await values;
      if (run.end - run.start > RUN / 2) await nextTurn();
    }
    await Promise.all(unitIds.map((id) => this.parts.get(id)));
  }

  private async readRun({ start, end }: RaggedRun, memory?: Float64Array): Promise<Float64Array> {
    const { shape } = await this.file.requireDataset(this.path, this.action);
    const range: readonly [number, number] = [start, end];
    const ranges = isOneRow(shape) ? [[0, 1] as const, range] : [range];
    const values = await this.file.numbers(this.path, this.action, { ranges, memory });
    if (values.length === end - start) return values;
    return this.file.damage(this.path, this.action, "it is a matrix, not a list of numbers");
  }

  private keep(id: number, part: Promise<Float64Array>): void {
    this.parts.set(id, part);
    part.catch(() => this.parts.delete(id));
  }

  private indexOnce(): Promise<RaggedIndex> {
    if (!this.index) {
      this.index = readRaggedIndex(this.file, this.path, this.rows.count, this.action);
      this.index.catch(() => {
        this.index = undefined;
      });
    }
    return this.index;
  }

  private rowOf(id: number): number {
    const row = this.rows.rowOf(id);
    if (row !== undefined) return row;
    throw new EcephysError("not-found", {
      action: this.action,
      resource: this.file.location,
      reason: `there is no unit ${id}, or several rows have this id`,
    });
  }
}

/** Memory for the values of one batch after the other. */
class ReadMemory {
  private values = new Float64Array(BATCH);

  /** Places for so many values each; those of earlier calls are given up. */
  of(lengths: readonly number[]): Float64Array[] {
    const needed = lengths.reduce((sum, length) => sum + length, 0);
    if (needed > this.values.length) this.values = new Float64Array(needed);
    let at = 0;
    return lengths.map((length) => {
      at += length;
      return this.values.subarray(at - length, at);
    });
  }
}

async function partOf(
  values: Promise<Float64Array>,
  { bounds }: RaggedIndex,
  run: RaggedRun,
  row: number,
): Promise<Float64Array> {
  return (await values).subarray(bounds[row]! - run.start, bounds[row + 1]! - run.start);
}
