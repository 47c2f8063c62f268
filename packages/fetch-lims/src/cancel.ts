import type { PgPool, PgPoolInternals, PgSingleClient } from "./pg-types.ts";

const LONGEST_WAIT = 2_000;

/**
 * Cancels what a backend of the server is running, by a connection of its own beside the pool, which may be
 * full. Never rejects, and takes 2 s at most: where the server cannot be asked, closing the connection is what is left.
 */
export async function cancelBackend(pool: PgPool, pid: number): Promise<void> {
  const work = cancel(pool, pid).catch(() => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONGEST_WAIT);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}

async function cancel(pool: PgPool, pid: number): Promise<void> {
  const { Client, options } = pool as PgPool & PgPoolInternals;
  if (Client === undefined || options === undefined) return cancelWithin(pool, pid);
  const client: PgSingleClient = new Client(options);
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("select pg_cancel_backend($1)", [pid]);
  } finally {
    await client.end();
  }
}

async function cancelWithin(pool: PgPool, pid: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query({ text: "select pg_cancel_backend($1)", values: [pid], rowMode: "array" });
  } finally {
    client.release();
  }
}
