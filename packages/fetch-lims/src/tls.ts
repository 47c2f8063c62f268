import type { PeerCertificate } from "node:tls";
import { EcephysError } from "@ecephys/files";
import type { Environment } from "./credentials.ts";
import type { LimsTlsOptions } from "./options.ts";

const PREFER = "prefer";

/**
 * What PGSSLMODE means. "prefer", which also stands for none, is as libpq has it: encrypted where the server can,
 * without a check of its certificate. The others are as pg 8 has them: every mode that encrypts checks the
 * certificate, but the last.
 */
const MODES: ReadonlyMap<string, boolean | LimsTlsOptions> = new Map<string, boolean | LimsTlsOptions>([
  ["disable", false],
  ["allow", false],
  ["prefer", { rejectUnauthorized: false }],
  ["require", true],
  ["verify-ca", true],
  ["verify-full", true],
  ["no-verify", { rejectUnauthorized: false }],
]);

/**
 * The TLS settings for pg: those of the option `ssl`, else what PGSSLMODE says, else those of "prefer".
 * @throws an EcephysError "argument" where PGSSLMODE is not a known mode: pg would connect without encryption.
 */
export async function tlsSettings(
  ssl: boolean | LimsTlsOptions | undefined,
  { PGSSLMODE }: Environment,
): Promise<boolean | object> {
  const settings = ssl ?? MODES.get(PGSSLMODE || PREFER);
  if (settings === undefined) throw modeError();
  if (typeof settings === "boolean" || settings.servername === undefined) return settings;
  // pg puts the host in the place of `servername`, unless the host is an address.
  const { checkServerIdentity } = await import("node:tls");
  const { servername } = settings;
  return {
    ...settings,
    checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
      checkServerIdentity(servername, certificate),
  };
}

/** Whether a connection is made without encryption where the server does not accept an encrypted one. */
export function isTlsOptional(
  ssl: boolean | LimsTlsOptions | undefined,
  { PGSSLMODE }: Environment,
): boolean {
  return ssl === undefined && (PGSSLMODE || PREFER) === PREFER;
}

/** Whether a server has refused a connection because it was encrypted. */
export function isTlsRefusal(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof message !== "string") return false;
  return (
    /server does not support SSL/i.test(message) || (code === "28000" && /SSL (on|encryption)/.test(message))
  );
}

function modeError(): EcephysError {
  return new EcephysError("argument", {
    action: "Setting up LIMS",
    resource: "the environment variable PGSSLMODE",
    reason: `it is none of ${[...MODES.keys()].join(", ")}`,
    remedy: "Correct it, or pass the option `ssl`",
  });
}
