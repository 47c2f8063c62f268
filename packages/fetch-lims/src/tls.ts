import type { PeerCertificate } from "node:tls";
import { EcephysError } from "@ecephys/files";
import type { Environment } from "./credentials.ts";
import type { LimsTlsOptions } from "./options.ts";

/** What PGSSLMODE means, as pg 8 has it: every mode that encrypts checks the certificate, but the last. */
const MODES: ReadonlyMap<string, boolean | LimsTlsOptions> = new Map<string, boolean | LimsTlsOptions>([
  ["disable", false],
  ["allow", false],
  ["prefer", true],
  ["require", true],
  ["verify-ca", true],
  ["verify-full", true],
  ["no-verify", { rejectUnauthorized: false }],
]);

/**
 * The TLS settings for pg: those of the option `ssl`, else what PGSSLMODE says, else none.
 * @throws an EcephysError "argument" where PGSSLMODE is not a known mode: pg would connect without encryption.
 */
export async function tlsSettings(
  ssl: boolean | LimsTlsOptions | undefined,
  { PGSSLMODE }: Environment,
): Promise<boolean | object> {
  const settings = ssl ?? (PGSSLMODE ? MODES.get(PGSSLMODE) : false);
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

function modeError(): EcephysError {
  return new EcephysError("argument", {
    action: "Setting up LIMS",
    resource: "the environment variable PGSSLMODE",
    reason: `it is none of ${[...MODES.keys()].join(", ")}`,
    remedy: "Correct it, or pass the option `ssl`",
  });
}
