import { type ArgumentChecks, argumentChecks, type OptionNames, type RetryOptions } from "@ecephys/files";
import { checkRetry } from "@ecephys/files/internal";
import type { Environment, LimsCredentialsProvider, SomeLimsCredentials } from "./credentials.ts";
import type { PgPool } from "./pg-types.ts";

/** TLS settings of the database connection, as Node's `tls.connect` takes them. */
export interface LimsTlsOptions {
  /** Certificates of the authorities to trust (PEM), in place of the system's. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  readonly cert?: string | Uint8Array | undefined;
  readonly key?: string | Uint8Array | undefined;
  /** The name that the server's certificate must carry, as through a tunnel; the host by default. */
  readonly servername?: string | undefined;
  /** False accepts any certificate: the connection is then open to whoever stands in between. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** How `lims()` reaches LIMS. Credentials that are left out come from the environment. Times are milliseconds. */
export interface LimsOptions extends SomeLimsCredentials {
  /** Credentials, or a function that gives them; see also `limsCredentialsFile` of "@ecephys/fetch-lims/node". */
  readonly credentials?: LimsCredentialsProvider | undefined;
  /**
   * The environment to read LIMS_HOST, LIMS_PORT, LIMS_DBNAME, LIMS_USER, LIMS_PASSWORD, LIMS_APP_URL and PGSSLMODE
   * from; the process's by default.
   */
  readonly env?: Environment | undefined;
  /** A pool of your own (`pg.Pool`) in place of credentials; `close()` leaves it open. */
  readonly pool?: PgPool | undefined;
  /** TLS: true checks the server's certificate against the system's authorities; by default what PGSSLMODE says, and without it "prefer". */
  readonly ssl?: boolean | LimsTlsOptions | undefined;
  /** Longest time of one statement on the server, 0 for none; 5 minutes by default. */
  readonly statementTimeout?: number | undefined;
  /** Longest wait for a connection, new or out of the pool; 10 s by default. A pool of your own has its own. */
  readonly connectionTimeout?: number | undefined;
  /** How much later than `statementTimeout` an answer may come before the connection counts as dead; 10 s by default. */
  readonly silenceTimeout?: number | undefined;
  /** Unused connections are closed after this time; 10 s by default. */
  readonly idleTimeout?: number | undefined;
  /** Connections at once; 4 by default. */
  readonly maxConnections?: number | undefined;
  /** Rows that are fetched from the server at once; 5000 by default. */
  readonly batchRows?: number | undefined;
  /**
   * How often and when a query that was lost, or a file whose transfer did not begin, is retried; queries
   * by default up to 10 times with waits of up to 4 s.
   */
  readonly retry?: RetryOptions | undefined;
  /** Root of the LIMS web application that serves the files; LIMS_APP_URL or "http://lims2" by default. */
  readonly appUrl?: string | URL | undefined;
  /** The `fetch` for files; the platform's by default. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Longest silence of the web application; 60 s by default. */
  readonly stallTimeout?: number | undefined;
}

/** The options with their defaults. */
export interface LimsSettings {
  readonly own: SomeLimsCredentials;
  readonly credentials: LimsCredentialsProvider | undefined;
  readonly environment: Environment;
  readonly pool: PgPool | undefined;
  readonly ssl: boolean | LimsTlsOptions | undefined;
  readonly statementTimeout: number;
  readonly connectionTimeout: number;
  readonly silenceTimeout: number;
  readonly idleTimeout: number;
  readonly maxConnections: number;
  readonly batchRows: number;
  readonly queryRetry: RetryOptions;
  readonly fileRetry: RetryOptions | undefined;
  readonly appUrl: string | URL;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly stallTimeout: number | undefined;
}

const CREDENTIALS: OptionNames<SomeLimsCredentials> = {
  host: true,
  port: true,
  database: true,
  user: true,
  password: true,
};

const LIMS_OPTIONS: OptionNames<LimsOptions> = {
  ...CREDENTIALS,
  credentials: true,
  env: true,
  pool: true,
  ssl: true,
  statementTimeout: true,
  connectionTimeout: true,
  silenceTimeout: true,
  idleTimeout: true,
  maxConnections: true,
  batchRows: true,
  retry: true,
  appUrl: true,
  fetch: true,
  stallTimeout: true,
};

const DEFAULT_APP_URL = "http://lims2";
const QUERY_RETRY: RetryOptions = { tries: 10, baseDelay: 500, maxDelay: 4_000 };

/** The longest that a timer of Node can be set to, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/**
 * The options with their defaults filled in; nothing is connected yet.
 * @throws an EcephysError "argument" that names an option which is unknown or has an impossible value.
 */
export function limsSettings(options: LimsOptions): LimsSettings {
  const checks = argumentChecks("Setting up LIMS");
  const { host, port, database, user, password } = checks.knownOptions(options, LIMS_OPTIONS);
  const environment = options.env ?? platformEnvironment();
  const whole = (name: keyof LimsOptions & keyof LimsSettings, least: number, fallback: number) =>
    checks.count(`the option ${name}`, options[name] as number | undefined, least, LONGEST) ?? fallback;
  if (options.credentials !== undefined && typeof options.credentials !== "function")
    checks.knownOptions(options.credentials, CREDENTIALS, "the option credentials");
  checks.positive("the option stallTimeout", options.stallTimeout, "milliseconds");
  checkRetry(checks, options.retry);
  return {
    own: { host, port, database, user, password },
    credentials: options.credentials,
    environment,
    pool: options.pool,
    ssl: tlsOption(options.ssl, checks),
    statementTimeout: whole("statementTimeout", 0, 300_000),
    connectionTimeout: whole("connectionTimeout", 0, 10_000),
    silenceTimeout: whole("silenceTimeout", 1, 10_000),
    idleTimeout: whole("idleTimeout", 0, 10_000),
    maxConnections: whole("maxConnections", 1, 4),
    batchRows: whole("batchRows", 1, 5_000),
    queryRetry: { ...QUERY_RETRY, ...options.retry },
    fileRetry: options.retry,
    appUrl: options.appUrl ?? (environment.LIMS_APP_URL || DEFAULT_APP_URL),
    fetch: options.fetch,
    stallTimeout: options.stallTimeout,
  };
}

const TLS_OPTIONS: OptionNames<LimsTlsOptions> = {
  ca: true,
  cert: true,
  key: true,
  servername: true,
  rejectUnauthorized: true,
};

/** A copy, since pg changes what it is given. */
function tlsOption(ssl: LimsOptions["ssl"], checks: ArgumentChecks): boolean | LimsTlsOptions | undefined {
  if (ssl === undefined || typeof ssl === "boolean") return ssl;
  if (typeof ssl === "object" && ssl !== null)
    return { ...checks.knownOptions(ssl, TLS_OPTIONS, "the option ssl") };
  const remedy = "Pass true, or an object such as { ca }";
  throw checks.refusal("the option ssl", ssl, "true, false or an object of TLS options", remedy);
}

function platformEnvironment(): Environment {
  return (globalThis as { process?: { env?: Environment } }).process?.env ?? {};
}
