import { EcephysError } from "@ecephys/files";
import { type LimsCredentials, resolveCredentials } from "./credentials.ts";
import type { LimsSettings } from "./options.ts";
import type { PgPool, PgPoolInternals } from "./pg-types.ts";
import { isTlsOptional, isTlsRefusal, tlsSettings } from "./tls.ts";

/** A pool that is open, and what is known of its server. */
export interface OpenPool {
  readonly pool: PgPool;
  /** For messages: never holds user or password. */
  readonly resource: string;
  /** Never shown, even where the server's message names it. */
  readonly user?: string | undefined;
}

/** The database of one `lims()`: its pool is made at the first query. */
export interface LimsConnection {
  /** @throws an EcephysError "argument" where credentials are missing, "database" after `close`. */
  open(): Promise<OpenPool>;
  /**
   * Goes on without encryption, where that is optional and the server has refused it with this error; whether
   * the query is to be asked again.
   */
  withoutTls(error: unknown): Promise<boolean>;
  /** Ends our own pool after its running queries; a pool that was given stays open. */
  close(): Promise<void>;
}

/** Prepares the connection; nothing is opened or asked yet. */
export function limsConnection(settings: LimsSettings): LimsConnection {
  let opening: Promise<OpenPool> | undefined;
  let closing: Promise<void> | undefined;
  let isPlain = false;
  const isOptional = !settings.pool && isTlsOptional(settings.ssl, settings.environment);
  return {
    async open() {
      if (closing) throw closedError();
      opening ??= openPool(isPlain ? { ...settings, ssl: false } : settings);
      const attempt = opening;
      try {
        return await attempt;
      } catch (error) {
        if (opening === attempt) opening = undefined;
        throw error;
      }
    },
    async withoutTls(error) {
      if (!isOptional || closing || !isTlsRefusal(error)) return false;
      // Of queries that are refused side by side, one changes the pool. The old one has no connections, and is not
      // ended: the queries that wait for it are to be refused as well.
      if (!isPlain) opening = undefined;
      isPlain = true;
      return true;
    },
    close() {
      closing ??= closePool(opening, settings);
      return closing;
    },
  };
}

async function openPool(settings: LimsSettings): Promise<OpenPool> {
  if (settings.pool) return givenPool(settings.pool);
  const credentials = await resolve(settings);
  const pool = await makePool(settings, credentials);
  const { database, host, port, user } = credentials;
  return { pool, resource: `the LIMS database ${database} at ${host}:${port}`, user };
}

function givenPool(pool: PgPool & PgPoolInternals): OpenPool {
  const { user } = (pool.options ?? {}) as { user?: unknown };
  return {
    pool,
    resource: "the LIMS database of the given pool",
    user: typeof user === "string" ? user : undefined,
  };
}

async function makePool(settings: LimsSettings, credentials: LimsCredentials): Promise<PgPool> {
  const { default: pg } = await import("pg");
  const { host, port, database, user } = credentials;
  const ssl = await tlsSettings(settings.ssl, settings.environment);
  const pool = new pg.Pool({
    host,
    port,
    database,
    user,
    // Requested for every connection, and kept nowhere.
    password: async () => (await resolve(settings)).password,
    max: settings.maxConnections,
    connectionTimeoutMillis: settings.connectionTimeout,
    idleTimeoutMillis: settings.idleTimeout,
    allowExitOnIdle: true,
    keepAlive: true,
    application_name: "ecephys",
    ssl,
  });
  // An idle connection that the server closes is replaced at the next query; without a listener it ends the process.
  pool.on("error", () => {});
  return pool as PgPool & PgPoolInternals;
}

function resolve({ own, credentials, environment }: LimsSettings): Promise<LimsCredentials> {
  return resolveCredentials(own, credentials, environment);
}

async function closePool(opening: Promise<OpenPool> | undefined, settings: LimsSettings): Promise<void> {
  if (!opening || settings.pool) return;
  const opened = await opening.catch(() => undefined);
  await opened?.pool.end();
}

function closedError(): EcephysError {
  return new EcephysError("database", {
    action: "Asking LIMS",
    resource: "the LIMS database",
    reason: "it was closed by close()",
    remedy: "Make a new one with lims()",
  });
}
