import { isEcephysError, type RetryOptions, retrying } from "@ecephys/core";
import type { LimsConnection } from "./connection.ts";
import { type RowBatch, readCursor } from "./cursor.ts";
import { databaseError } from "./database-error.ts";
import type { Parameter } from "./filters.ts";
import type { LimsQuery } from "./queries/query.ts";
import { inTransaction } from "./transaction.ts";

export interface DatabaseOptions {
  readonly statementTimeout: number;
  readonly connectionTimeout: number;
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
  const { batchRows, connectionTimeout, statementTimeout } = options;
  return {
    async read(query, parameters, taker, signal) {
      const attempt = async () => {
        const { pool, resource } = await connection.open();
        try {
          return await inTransaction(pool, statementTimeout, signal, async (transaction) => {
            answeredBefore = true;
            const rows = taker();
            await readCursor(
              transaction,
              query.sql,
              parameters,
              batchRows,
              (batch) => rows.take(batch),
              signal,
            );
            return rows.result();
          });
        } catch (error) {
          signal?.throwIfAborted();
          if (isEcephysError(error)) throw error;
          const action = `reading ${query.name}`;
          throw databaseError(error, {
            action,
            resource,
            connectionTimeout,
            statementTimeout,
            answeredBefore,
          });
        }
      };
      signal?.throwIfAborted();
      return retrying(attempt, options.queryRetry, signal);
    },
  };
}
