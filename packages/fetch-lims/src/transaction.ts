import { untilAborted } from "@ecephys/files/internal";
import { cancelBackend } from "./cancel.ts";
import type { PgClient, PgPool, PgQuery, PgResult } from "./pg-types.ts";
import { VALUE_PARSERS } from "./value-parsers.ts";

/** A read-only transaction on one connection. */
export interface Transaction {
  query(text: string, values?: readonly unknown[]): Promise<PgResult>;
}

export interface TransactionLimits {
  /** Longest time of one statement on the server, milliseconds; 0 for none. */
  readonly statementTimeout: number;
  /** How much later than that an answer may come: an even later one counts as a dead connection. */
  readonly silenceTimeout: number;
}

/** The longest time that Node can wait for. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** How long an aborted query may take to end after its cancellation before its connection is closed. */
const LONGEST_END = 2_000;

/**
 * Runs `work` in a read-only transaction. An abort cancels the running query on the server, then rejects with
 * the signal's reason; the connection of an abort or of a failure that cannot be rolled back is closed.
 */
export async function inTransaction<T>(
  pool: PgPool,
  { statementTimeout, silenceTimeout }: TransactionLimits,
  signal: AbortSignal | undefined,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await connect(pool, signal);
  // A connection that breaks reports it here too; the query's own rejection is what counts.
  const ignore = (): void => {};
  client.on("error", ignore);
  const patience = statementTimeout > 0 ? Math.min(statementTimeout + silenceTimeout, LONGEST_WAIT) : 0;
  const run = (text: string, values?: readonly unknown[]) => client.query(queryOf(text, values, patience));
  let reusable = false;
  try {
    const pid = await untilAborted(begin(run, statementTimeout), signal);
    const result = await cancellable(pool, pid, signal, work({ query: run }));
    await untilAborted(run("commit"), signal);
    reusable = true;
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    reusable = !isSilence(error) && (await untilAborted(succeeds(run("rollback")), signal));
    throw error;
  } finally {
    client.removeListener("error", ignore);
    client.release(!reusable);
  }
}

function succeeds(query: Promise<unknown>): Promise<boolean> {
  return query.then(
    () => true,
    () => false,
  );
}

/** Whether a query ended because the server never answered it: its connection is of no use any more. */
function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === "Query read timeout";
}

function queryOf(text: string, values: readonly unknown[] | undefined, patience: number): PgQuery {
  const query = { text, rowMode: "array", types: VALUE_PARSERS, query_timeout: patience } as const;
  return values === undefined ? query : { ...query, values: [...values] };
}

/**
 * Settings that the values' texts depend on, and that of every cursor all rows are wanted, for this transaction
 * alone; gives the backend's process id.
 */
async function begin(run: Transaction["query"], statementTimeout: number): Promise<number> {
  await run(
    `begin read only;
     set local statement_timeout = ${statementTimeout};
     set local datestyle = 'ISO';
     set local timezone = 'UTC';
     set local extra_float_digits = 3;
     set local cursor_tuple_fraction = 1`,
  );
  const { rows } = await run("select pg_backend_pid()");
  return Number(rows[0]?.[0]);
}

async function connect(pool: PgPool, signal: AbortSignal | undefined): Promise<PgClient> {
  signal?.throwIfAborted();
  const connecting = pool.connect();
  try {
    return await untilAborted(connecting, signal);
  } catch (error) {
    void connecting.then(
      (client) => client.release(),
      () => {},
    );
    throw error;
  }
}

async function cancellable<T>(
  pool: PgPool,
  pid: number,
  signal: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T> {
  try {
    return await untilAborted(work, signal);
  } catch (error) {
    if (signal?.aborted) {
      await cancelBackend(pool, pid);
      await settled(work);
    }
    throw error;
  }
}

/** Waits for the end of `work`, successful or not, but not forever. */
async function settled(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONGEST_END);
  });
  await Promise.race([work.then(() => {}).catch(() => {}), timeout]);
  clearTimeout(timer);
}
