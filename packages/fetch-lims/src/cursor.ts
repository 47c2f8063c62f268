import type { PgResult } from "./pg-types.ts";
import type { Transaction } from "./transaction.ts";

/** A part of a result: column names and rows of values. */
export interface RowBatch {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Runs a select through a cursor and hands its rows over in batches, the first even where it is empty. While a
 * batch is taken in, the server makes the next one: no more than two of them are in memory.
 */
export async function readCursor(
  transaction: Transaction,
  sql: string,
  parameters: readonly unknown[],
  batchRows: number,
  take: (batch: RowBatch) => void,
  signal?: AbortSignal | undefined,
): Promise<void> {
  await transaction.query(`declare ecephys no scroll cursor for ${sql}`, parameters);
  const fetchBatch = () => transaction.query(`fetch forward ${batchRows} from ecephys`);
  let next: Promise<PgResult> | undefined = fetchBatch();
  while (next) {
    const { fields, rows }: PgResult = await next;
    signal?.throwIfAborted();
    next = rows.length === batchRows ? fetchBatch() : undefined;
    try {
      take({ names: fields.map(({ name }) => name), rows });
    } catch (error) {
      // The connection is free for a rollback only when the next batch is in.
      await next?.catch(() => {});
      throw error;
    }
  }
}
