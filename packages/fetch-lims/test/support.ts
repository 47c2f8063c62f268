import { limsSql, type SampleProject, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import {
  type LocalPostgres,
  type LocalPostgresOptions,
  startLocalPostgres,
} from "@ecephys/fixtures/postgres";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { type LimsApi, lims } from "../src/lims.ts";
import type { LimsOptions } from "../src/options.ts";

/** Databases of a test file's server: the sample projects by name, and an empty one. */
export const EMPTY = "empty";

export interface LimsBench {
  readonly server: LocalPostgres;
  /** Serves the files of "mini" as the LIMS web application does. */
  readonly app: SampleWarehouse;
  /** A backend of "mini" that is closed after the tests; `options` take the place of its own. */
  lims(options?: LimsOptions): LimsApi;
  /** SQL as the superuser. */
  sql(text: string, database?: string): Promise<Record<string, unknown>[]>;
}

/** A PostgreSQL server with the sample projects, for the tests of one file. */
export function limsBench(
  options: LocalPostgresOptions & { projects?: readonly SampleProject[] } = {},
): LimsBench {
  const backends: LimsApi[] = [];
  let server: LocalPostgres;
  let app: SampleWarehouse;
  beforeAll(async () => {
    app = await startSampleWarehouse();
    server = await startLocalPostgres(options);
    for (const project of options.projects ?? ["mini"]) {
      const { schema, data } = limsSql(project);
      await server.createDatabase(project, schema, data, "analyze");
    }
    await server.createDatabase(EMPTY);
  });
  afterAll(async () => {
    await Promise.all(backends.map((backend) => backend.close()));
    await server.stop();
    await app.close();
  });
  return {
    get server() {
      return server;
    },
    get app() {
      return app;
    },
    lims(own = {}) {
      const backend = lims({ ...credentialsOf(server), database: "mini", appUrl: app.url, env: {}, ...own });
      backends.push(backend);
      return backend;
    },
    sql: (text, database = "mini") => server.sql(database, text),
  };
}

/** A pool as a user makes one, which is told when the server ends its idle connections. */
export function userPool(server: LocalPostgres, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ ...credentialsOf(server), database: "mini", ...options });
  pool.on("error", () => {});
  return pool;
}

export function credentialsOf({ host, port, user, password }: LocalPostgres) {
  return { host, port, user, password };
}

/** The error that a promise must reject with. */
export async function failureOf(running: Promise<unknown>): Promise<Error> {
  try {
    await running;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not fail");
}
