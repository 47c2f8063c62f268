import pg from "pg";
import { credentialsOf, type LimsBench } from "./support.ts";

/** Keeps every query on a table of "mini" waiting until `unlock`. */
export async function lockTable(bench: LimsBench, table: string): Promise<{ unlock(): Promise<void> }> {
  const client = new pg.Client({ ...credentialsOf(bench.server), database: "mini" });
  client.on("error", () => {});
  await client.connect();
  await client.query(`begin; lock table ${table} in access exclusive mode`);
  return { unlock: () => client.end() };
}

/** Resolves once so many backends of ours run or wait. */
export async function untilActive(bench: LimsBench, count: number): Promise<void> {
  while ((await activeQueries(bench)) !== count) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** How many queries of ours the server is running. */
export async function activeQueries(bench: LimsBench): Promise<number> {
  const [row] = await bench.sql(
    "select count(*)::int as n from pg_stat_activity where application_name = 'ecephys' and state = 'active'",
    "postgres",
  );
  return Number(row?.n);
}
