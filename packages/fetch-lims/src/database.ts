import { isEcephysError, type RetryOptions, retrying } from "@ecephys/files";
import { untilAborted } from "@ecephys/files/internal";
import type { LimsConnection } from "./connection.ts";
import { type RowBatch, readCursor } from "./cursor.ts";
import { databaseError } from "./database-error.ts";
import type { Parameter } from "./filters.ts";
import type { LimsQuery } from "./queries/query.ts";
import { inTransaction } from "./transaction.ts";

export interface DatabaseOptions {
  readonly statementTimeout: number;
  readonly connectionTimeout: number;
  readonly silenceTimeout: number;
  readonly batchRows: number;
  readonly queryRetry: RetryOptions;
}

/** What is made of a query's batches; a query that is asked again begins with a new one. */
export interface RowTaker<T> {
  take(batch: RowBatch): void;
  result(): T;
}

/** Reads from the LIMS database. */
export interface LimsDatabase {
  /**
   * Runs a query and gives what `taker` makes of its rows. A query that is lost (connection, restart of the
   * server, serialisation) is asked again from the start: all of ours only read.
   * @throws an EcephysError "database"; the signal's reason where it aborts.
   */
  read<T>(
    query: LimsQuery,
    parameters: readonly Parameter[],
    taker: () => RowTaker<T>,
    signal: AbortSignal | undefined,
  ): Promise<T>;
}

/** The database behind a connection. */
export function limsDatabase(connection: LimsConnection, options: DatabaseOptions): LimsDatabase {
  let answeredBefore = false;
  return {
    async read<T>(
      query: LimsQuery,
      parameters: readonly Parameter[],
      taker: () => RowTaker<T>,
      signal: AbortSignal | undefined,
    ) {
      const attempt = async (): Promise<RowTaker<T>> => {
        const { pool, resource, user } = await untilAborted(connection.open(), signal);
        const rows = watched(taker());
        try {
          await inTransaction(pool, options, signal, async (transaction) => {
            answeredBefore = true;
            await readCursor(transaction, query.sql, parameters, options.batchRows, rows.take, signal);
          });
        } catch (error) {
          signal?.throwIfAborted();
          rows.rethrow();
          if (await connection.withoutTls(error)) return attempt();
          if (isEcephysError(error)) throw error;
          throw databaseError(error, {
            ...options,
            action: `Reading ${query.name}`,
            resource,
            user,
            answeredBefore,
          });
        }
        return rows.taker;
      };
      signal?.throwIfAborted();
      const rows = await retrying(attempt, options.queryRetry, signal);
      return rows.result();
    },
  };
}

/** A consumer whose own errors (the caller's onProgress, an invalid value) are distinguished from the database's. */
function watched<T>(taker: RowTaker<T>) {
  let failure: { readonly error: unknown } | undefined;
  return {
    taker,
    take(batch: RowBatch): void {
      try {
        taker.take(batch);
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
    rethrow(): void {
      if (failure) throw failure.error;
    },
  };
}
