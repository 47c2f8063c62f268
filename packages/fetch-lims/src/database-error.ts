import { EcephysError } from "@ecephys/files";
import { type Meaning, meaningOfState } from "./sql-state.ts";

/** What is known where a query fails. */
export interface QueryContext {
  /** "Reading units". */
  readonly action: string;
  /** "the LIMS database lims2 at host:5432", without user and password. */
  readonly resource: string;
  readonly user?: string | undefined;
  readonly connectionTimeout: number;
  readonly statementTimeout: number;
  readonly silenceTimeout: number;
  /** Whether this server has answered before: a refused connection then is a restart. */
  readonly answeredBefore: boolean;
}

/** The fields of the errors of pg and of Node's sockets. */
interface DriverError {
  readonly message: string;
  readonly code?: string | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

const SCHEMA_REMEDY =
  "The LIMS schema may have changed: compare it with sql/grant.sql of this package, and look for a newer version";
const UNREACHABLE_REMEDY =
  "Check host and port (LIMS_HOST, LIMS_PORT), and that you are on the network of the institute";

/**
 * An error of the driver as ours: which action on which database, why, and what to do. Its cause is a plain
 * error with the driver's code and message, without connection, credentials (the server may name the user) or
 * query values.
 */
export function databaseError(error: unknown, context: QueryContext): EcephysError {
  const driver = withoutUser(driverError(error), context.user);
  const { reason, remedy, retryable = false } = meaningOf(driver, context);
  return new EcephysError("database", {
    action: context.action,
    resource: context.resource,
    reason,
    remedy,
    retryable,
    cause: plainCause(driver),
  });
}

function meaningOf(error: DriverError, context: QueryContext): Meaning {
  return (
    meaningOfState(error.code, error.message) ??
    schemaMeaning(error) ??
    cancelMeaning(error, context) ??
    networkMeaning(error, context) ??
    tlsMeaning(error) ?? {
      reason: error.code ? `the server answered ${error.code}: ${error.message}` : error.message,
      remedy: "See the cause for what the database said",
    }
  );
}

function schemaMeaning({ code, message }: DriverError): Meaning | undefined {
  const name = /"([^"]+)"/.exec(message)?.[1] ?? /\b([a-z_]+\.[\w"]+)\b/.exec(message)?.[1];
  if (code === "42P01") return { reason: `it has no table ${name ?? `(${message})`}`, remedy: SCHEMA_REMEDY };
  if (code === "42703") return { reason: `it has no column ${columnOf(message)}`, remedy: SCHEMA_REMEDY };
  if (code === "42883" || code === "42804" || code === "42846") {
    return { reason: `a column has another type than expected (${message})`, remedy: SCHEMA_REMEDY };
  }
  if (code !== "42501") return undefined;
  return {
    reason: `the role may not read it (${message})`,
    remedy: "Have an administrator run sql/grant.sql of this package for the role",
  };
}

function columnOf(message: string): string {
  return /column "?(.+?)"? (?:of relation|does not exist)/.exec(message)?.[1] ?? `(${message})`;
}

function cancelMeaning({ code, message }: DriverError, context: QueryContext): Meaning | undefined {
  if (code !== "57014") return undefined;
  if (!/timeout/i.test(message)) {
    return { reason: "the query was cancelled at the server", remedy: "Ask its administrators why" };
  }
  return {
    reason: `the statement took longer than ${seconds(context.statementTimeout)}`,
    remedy: "Ask for fewer rows at once, or give the statement more time (statementTimeout)",
  };
}

function networkMeaning({ code, message }: DriverError, context: QueryContext): Meaning | undefined {
  const wait = seconds(context.connectionTimeout);
  if (/timeout exceeded when trying to connect/.test(message)) {
    return {
      reason: `all connections of the pool were in use for ${wait}`,
      remedy:
        "Run fewer queries at once, or allow more connections or a longer wait (maxConnections, connectionTimeout)",
    };
  }
  if (/connection timeout|timeout expired/.test(message)) {
    return { reason: `the server did not answer within ${wait}`, remedy: UNREACHABLE_REMEDY };
  }
  if (message === "Query read timeout") {
    const limit = seconds(context.statementTimeout + context.silenceTimeout);
    return { reason: `the server stopped answering for ${limit}`, remedy: UNREACHABLE_REMEDY };
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return { reason: `its host name cannot be resolved (${code})`, remedy: UNREACHABLE_REMEDY };
  }
  if (code === "ECONNREFUSED") {
    const reason = "nothing answers on this port (ECONNREFUSED)";
    return { reason, remedy: UNREACHABLE_REMEDY, retryable: context.answeredBefore };
  }
  if (code !== undefined && UNREACHABLE.has(code)) {
    const reason = `the server cannot be reached (${code})`;
    return { reason, remedy: UNREACHABLE_REMEDY, retryable: context.answeredBefore };
  }
  const lost =
    code === "ECONNRESET" ||
    code === "EPIPE" ||
    /^(Connection terminated|Client has encountered)/.test(message);
  return lost ? meaningOfState("57P01", message) : undefined;
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EHOSTDOWN",
  "EACCES",
]);

function tlsMeaning({ code, message }: DriverError): Meaning | undefined {
  if (/does not support SSL/i.test(message)) {
    return {
      reason: "the server refuses TLS",
      remedy:
        "Enable TLS on the server; on a network that you trust, connect without it (ssl: false, PGSSLMODE=disable)",
    };
  }
  if (/^ERR_OSSL/.test(code ?? "")) {
    return {
      reason: `the TLS key or a certificate that was given cannot be read (${code})`,
      remedy: "Give them as PEM text, a key without a passphrase (ssl: { ca, cert, key })",
    };
  }
  if (!/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code ?? "")) return undefined;
  return {
    reason: `the server's TLS certificate was not accepted (${code})`,
    remedy: "Make Node trust the authority (NODE_EXTRA_CA_CERTS), or give its certificate (ssl: { ca })",
  };
}

function driverError(error: unknown): DriverError {
  if (!(error instanceof Error)) return { message: "the driver failed without an error" };
  const { message, code, errors } = error as Error & DriverError;
  // A name with several addresses fails with one error for each.
  const first = errors?.[0];
  if (message === "" && first instanceof Error) return driverError(first);
  return { message: message || "the driver failed without a message", code };
}

/** The error without the user's name, which servers mention in several ways and languages. */
function withoutUser(error: DriverError, user: string | undefined): DriverError {
  const message = error.message.replace(/\b(user|role) "[^"]*"/g, '$1 "…"');
  const saidByServer = /^[0-9A-Z]{5}$/.test(error.code ?? "");
  // What is said of the schema (class 42) names columns, which may be called as the user is.
  if (!user || !saidByServer || error.code?.startsWith("42")) return { ...error, message };
  const name = user.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "gu");
  return { ...error, message: message.replace(whole, "…") };
}

function plainCause({ code, message }: DriverError): Error {
  // What is said of refused credentials names the user, which of a given pool may not be known.
  const told = code?.startsWith("28") ? "authentication failed" : message;
  return Object.assign(new Error(told), code === undefined ? {} : { code });
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
