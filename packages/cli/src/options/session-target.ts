import { InvalidArgumentError } from "commander";
import { isDandiAddress } from "./dandi-address.ts";

/**
 * What the argument of a command about a session names: a session of the project by its id, a file, a file on a
 * server, or a file of the DANDI archive. To add a kind,
 * add it here and to `OPENERS` in `session/open-target.ts`.
 */
export type SessionTarget =
  | { readonly kind: "id"; readonly id: number; readonly text: string }
  | { readonly kind: "dandi"; readonly path: string; readonly text: string }
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "url"; readonly url: string; readonly text: string };

/**
 * Reads an argument: whole numbers are ids, http and https addresses files on a server, everything else is a path
 * (`./123` for a file whose name is a number).
 */
export function parseTarget(text: string): SessionTarget {
  if (text.trim() === "")
    throw new InvalidArgumentError("Give the id of a session, or the path of its NWB file.");
  if (isDandiAddress(text)) return { kind: "dandi", path: text, text: quoted(text) };
  if (/^https?:\/\//i.test(text)) return { kind: "url", url: text, text: withoutSecrets(text) };
  if (!/^\d+$/.test(text)) return { kind: "file", path: text, text: quoted(text) };
  const id = Number(text);
  if (!Number.isSafeInteger(id)) throw new InvalidArgumentError("Give an id: a whole number.");
  return { kind: "id", id, text };
}

/** Passwords and tokens are not repeated. */
function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) throw new InvalidArgumentError("Give the address of an NWB file.");
  const { origin, pathname } = new URL(text);
  return quoted(`${origin}${pathname}`);
}

/** A path as it can be pasted into a shell, for messages that name a command. */
function quoted(path: string): string {
  return /^[\w./~@%+:,=-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
