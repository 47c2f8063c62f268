import { createHash } from "node:crypto";
import { argumentChecks, EcephysError, type OptionNames, type PlainError } from "@ecephys/files";
import type PgBoss from "pg-boss";
import { checkedTask } from "../plan/task-file.ts";
import type { TaskResult } from "../run/result.ts";
import { queueError } from "./queue-error.ts";
import type { QueueCounts, TaskLease, TaskQueue } from "./task-queue.ts";

/** Which queue of which database. */
export interface PgQueueOptions {
  /**
   * The database's address: "postgres://lab-db/exports". What it leaves out (the password above all) comes from the
   * environment (PGHOST, PGUSER, PGPASSWORD, …) and from ~/.pgpass, as for `psql`.
   */
  readonly url?: string | URL | undefined;
  /** The queue's name; "ecephys" by default. */
  readonly name?: string | undefined;
  /** The schema of pg-boss's tables, which are made where they are missing; "pgboss" by default. */
  readonly schema?: string | undefined;
  /**
   * Seconds after which a submitted task is handed to another worker if its own gives no sign of life; 60 by default.
   * Workers give one three times as often. Where the dead worker was on another host, the other one waits as long again
   * (15 to 45 s) for its lock of the file.
   */
  readonly leaseSeconds?: number | undefined;
  /** How often a task that fails, or whose worker dies, is tried again; 4 by default. */
  readonly retries?: number | undefined;
  /** Seconds before the first of these tries; twice as long before each further one. 10 by default. */
  readonly retryDelaySeconds?: number | undefined;
}

const OPTIONS: OptionNames<PgQueueOptions> = {
  url: true,
  name: true,
  schema: true,
  leaseSeconds: true,
  retries: true,
  retryDelaySeconds: true,
};
const CONNECTION_TIMEOUT = 10_000;
const MAINTENANCE_SECONDS = 120;
const SUBMITTED_AT_ONCE = 500;
const KEPT_DAYS = 365;
const checks = argumentChecks("Opening a queue");

/**
 * A queue of tasks in PostgreSQL, kept by pg-boss (version 10, to be installed beside this package). A worker renews the
 * lease of a task by moving the start of the job; a job whose worker is gone expires and is tried again, with growing
 * pauses. The largest tasks come first.
 * @throws an EcephysError "argument" for options that are wrong and where pg-boss is not installed, "database" where the database cannot be reached.
 */
export async function pgQueue(options: PgQueueOptions = {}): Promise<TaskQueue> {
  const settings = checkedOptions(options);
  const { name, schema, url } = settings;
  const Boss = await bossClass();
  const boss = new Boss({
    ...(url === undefined ? {} : { connectionString: url }),
    ...{ connectionTimeoutMillis: CONNECTION_TIMEOUT, keepAlive: true },
    application_name: "ecephys",
    schema,
    max: 4,
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
  });
  const location = `the queue ${name} of ${placeOf(url)}`;
  // Its maintenance may meet a database that is away; what is asked for by us tells its own failures.
  boss.on("error", () => {});
  let hasAnswered = false;
  const asked = async <Answer>(action: string, ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await ask();
      hasAnswered = true;
      return answer;
    } catch (error) {
      throw queueError(error, { action, resource: location, hasAnswered });
    }
  };
  try {
    await asked("Opening a queue", async () => {
      await boss.start();
      await boss.createQueue(name);
    });
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  return queueOf(boss, { ...settings, location }, asked);
}

async function bossClass(): Promise<typeof PgBoss> {
  const loaded = await import("pg-boss").catch((cause: unknown) => {
    throw new EcephysError("argument", {
      action: "Opening a queue",
      resource: "PostgreSQL",
      reason: "the package pg-boss, which keeps the queue, is not installed",
      remedy: "Install it beside this package: npm install pg-boss@10",
      cause,
    });
  });
  return loaded.default;
}

type Settings = ReturnType<typeof checkedOptions> & { readonly location: string };
type Asked = <Answer>(action: string, ask: () => Promise<Answer>) => Promise<Answer>;

function queueOf(boss: PgBoss, settings: Settings, asked: Asked): TaskQueue {
  const { leaseSeconds, location, name, retries, retryDelaySeconds, schema } = settings;
  const sql = async (text: string, values: unknown[]) => (await boss.getDb().executeSql(text, values)).rows;
  const lease = leases(boss, settings, sql, asked);
  return {
    location,
    submit: (tasks, { signal } = {}) =>
      asked("Submitting tasks", async () => {
        let added = 0;
        for (let at = 0; at < tasks.length; at += SUBMITTED_AT_ONCE) {
          signal?.throwIfAborted();
          const jobs = tasks.slice(at, at + SUBMITTED_AT_ONCE).map(({ key, task }) => ({
            id: jobId(key),
            name,
            data: task,
            // The largest first, so that no large one is left when all others are done.
            priority: Math.min(Math.round(task.estimate.bytes / 1e6), 2 ** 31 - 1),
            retryLimit: retries,
            retryDelay: retryDelaySeconds,
            retryBackoff: retryDelaySeconds > 0,
            expireInSeconds: leaseSeconds,
            keepUntil: new Date(Date.now() + KEPT_DAYS * 86_400_000),
          }));
          const ids = jobs.map(({ id }) => id);
          await sql(`delete from ${schema}.job where name = $1 and id = any($2) and state >= 'completed'`, [
            name,
            ids,
          ]);
          const there = await sql(
            `select count(*)::int as count from ${schema}.job where name = $1 and id = any($2)`,
            [name, ids],
          );
          await boss.insert(jobs);
          added += jobs.length - Number((there[0] as { count: number }).count);
        }
        return added;
      }),
    take: () =>
      asked("Taking a task", async () => {
        const fetch = () => boss.fetch<object>(name, { includeMetadata: true, batchSize: 1 });
        let [job] = await fetch();
        if (job === undefined) {
          await boss.expire();
          [job] = await fetch();
        }
        return job && lease(job);
      }),
    counts: () =>
      asked("Counting tasks", async () => {
        const rows = (await sql(
          `select state::text, count(*)::int as count from ${schema}.job where name = $1 group by 1`,
          [name],
        )) as { state: string; count: number }[];
        const of = (...states: string[]) =>
          rows.reduce((sum, { count, state }) => sum + (states.includes(state) ? count : 0), 0);
        const counts: QueueCounts = {
          waiting: of("created", "retry"),
          active: of("active"),
          done: of("completed"),
          failed: of("failed"),
          cancelled: of("cancelled"),
        };
        return counts;
      }),
    cancel: () =>
      asked("Cancelling tasks", async () => {
        const rows = (await sql(`select id from ${schema}.job where name = $1 and state < 'completed'`, [
          name,
        ])) as { id: string }[];
        if (rows.length > 0)
          await boss.cancel(
            name,
            rows.map(({ id }) => id),
          );
        return rows.length;
      }),
    close: () => boss.stop({ graceful: false }),
  };
}

/** Leases of jobs; the count of tries, which grows when a job is handed out again, tells one holder from the next. */
function leases(
  boss: PgBoss,
  { name, schema }: Settings,
  sql: (text: string, values: unknown[]) => Promise<unknown[]>,
  asked: Asked,
): (job: PgBoss.JobWithMetadata<object>) => TaskLease {
  return ({ data, expireInSeconds, id, retryCount }) => {
    const owned = async (set: string) => {
      const own = "name = $1 and id = $2 and state = 'active' and retry_count = $3";
      const rows = await sql(`update ${schema}.job set ${set} where ${own} returning id`, [
        name,
        id,
        retryCount,
      ]);
      return rows.length > 0;
    };
    return {
      task: checkedTask(data),
      lasts: Number(expireInSeconds) * 1000,
      renew: () => asked("Renewing the lease of a task", () => owned("started_on = now()")),
      done: (result: TaskResult) => asked("Ending a task", () => boss.complete(name, id, result)),
      failed: (error: PlainError, { retry }) =>
        asked("Ending a task", async () => {
          if (await owned(retry ? "started_on = now()" : "retry_limit = retry_count"))
            await boss.fail(name, id, error);
        }),
      release: () =>
        asked("Giving back a task", async () => {
          await owned("state = 'retry', start_after = now(), started_on = null");
        }),
    };
  };
}

function checkedOptions(options: PgQueueOptions) {
  const {
    leaseSeconds = 60,
    name = "ecephys",
    retries = 4,
    retryDelaySeconds = 10,
    schema = "pgboss",
    url,
  } = checks.knownOptions(options, OPTIONS);
  if (!/^[A-Za-z0-9_-]{1,50}$/.test(checks.text("the option name", name)))
    throw checks.refusal("the option name", name, "up to 50 letters, digits, - and _");
  if (!/^[a-z_][a-z0-9_]{0,49}$/.test(checks.text("the option schema", schema)))
    throw checks.refusal("the option schema", schema, "up to 50 small letters, digits and _");
  checks.count("the option leaseSeconds", leaseSeconds, 1, 86_000);
  checks.count("the option retries", retries, 0, 1000);
  checks.count("the option retryDelaySeconds", retryDelaySeconds, 0, 86_400);
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(String(url)))
    throw checks.refusal(
      "the option url",
      "another address",
      "the address of a PostgreSQL database",
      'Write "postgres://host/database"',
    );
  return {
    leaseSeconds,
    name,
    retries,
    retryDelaySeconds,
    schema,
    url: url === undefined ? undefined : String(url),
  };
}

/** Host and database, without the user and the password. */
function placeOf(url: string | undefined): string {
  const { PGDATABASE, PGHOST = "localhost", PGPORT = "5432" } = process.env;
  try {
    const { hostname, pathname, port } = new URL(url ?? "postgres://");
    const database = decodeURIComponent(pathname.slice(1)) || PGDATABASE;
    return `PostgreSQL ${database ? `${database} at ` : "at "}${hostname || PGHOST}:${port || PGPORT}`;
  } catch {
    return "PostgreSQL";
  }
}

/** The same task has the same job, however often it is submitted. */
function jobId(key: string): string {
  const digits = createHash("sha256").update(key).digest("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
