import { EcephysError } from "@ecephys/files";

/** What is known where a queue fails. */
interface QueueContext {
  readonly action: string;
  /** Without credentials. */
  readonly resource: string;
  /** Whether the database has answered before: what it does not answer now may come back. */
  readonly hasAnswered: boolean;
}

/** What the sockets say of a database that is away. */
const AWAY: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
]);

/** An error of the driver as ours. It tells the driver's code and message, which hold no credentials but the user's name. */
export function queueError(error: unknown, { action, hasAnswered, resource }: QueueContext): EcephysError {
  const { code, message } = driverError(error);
  const told = message.replace(/\b(user|role) "[^"]*"/g, '$1 "…"');
  const isAway = AWAY.has(code) || /timeout|terminated|Client has encountered|ended/i.test(told);
  // Classes 08, 53, 57 and 40: connections, resources, an operator, conflicts.
  const isPassing = /^(08|53|57|40)/.test(code);
  return new EcephysError("database", {
    action,
    resource,
    reason: code === "" ? told : `${told} (${code})`,
    remedy: remedyOf(code, isAway),
    retryable: isPassing || (isAway && hasAnswered),
    cause: Object.assign(new Error(told), code === "" ? {} : { code }),
  });
}

function remedyOf(code: string, isAway: boolean): string {
  if (code === "28P01" || code === "28000")
    return "Check the user, and the password in PGPASSWORD or ~/.pgpass";
  if (code === "3D000") return "Name a database that exists, at the end of the address";
  if (code === "42501")
    return "Give the user the right to create a schema, or have an administrator create it";
  return isAway ? "Check host and port, and that the database runs" : "See what the database's log says";
}

function driverError(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  const { code, errors, message } = error as Error & { code?: unknown; errors?: readonly unknown[] };
  // A name with several addresses fails with one error for each.
  if (message === "" && errors?.[0] instanceof Error) return driverError(errors[0]);
  return { code: typeof code === "string" ? code : "", message: message || "it failed without a message" };
}
