/**
 * LIMS credentials from files.
 *
 * @module @ecephys/fetch-lims/node
 */

import { readFile, stat } from "node:fs/promises";
import { credentialsError, type SomeLimsCredentials } from "./credentials.ts";

const NAMES: ReadonlyMap<string, keyof SomeLimsCredentials> = new Map([
  ["host", "host"],
  ["port", "port"],
  ["database", "database"],
  ["dbname", "database"],
  ["user", "user"],
  ["password", "password"],
]);

/**
 * Credentials from a file, for the option `credentials` of `lims()`. The file is a JSON object with host, port,
 * database (or dbname), user and password, or lines such as `LIMS_PASSWORD=…`. It is read again for every connection.
 * Rejects with an EcephysError "argument" where the file cannot be read, is open to others than its owner (on
 * Windows this is not checked) or holds something else; its content is never shown.
 */
export function limsCredentialsFile(path: string): () => Promise<SomeLimsCredentials> {
  return async () => {
    // What is trimmed may be a byte order mark, which is not JSON.
    const text = (await readPrivate(path)).trim();
    return text.startsWith("{") ? fromJson(path, text) : fromLines(path, text);
  };
}

async function readPrivate(path: string): Promise<string> {
  try {
    const { mode, uid } = await stat(path);
    const own = process.getuid?.();
    if (own !== undefined && ((mode & 0o077) !== 0 || uid !== own)) {
      throw credentialsError(
        `the file ${path} can be read by other users, or is owned by one`,
        `Make it readable by you alone: chmod 600 ${path}`,
      );
    }
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "argument") throw error;
    throw credentialsError(`the file ${path} cannot be read (${code ?? "unknown error"})`, "Check its path");
  }
}

function fromJson(path: string, text: string): SomeLimsCredentials {
  try {
    return named(path, Object.entries(JSON.parse(text) as Record<string, unknown>));
  } catch (error) {
    if (error instanceof SyntaxError) throw fileError(path, "is not JSON");
    throw error;
  }
}

function fromLines(path: string, text: string): SomeLimsCredentials {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  return named(
    path,
    lines.map((line, index) => {
      const match = /^\s*(?:export\s+)?LIMS_(\w+)\s*=\s*(?:"(.*)"|'(.*)'|(.*?))\s*$/.exec(line);
      if (!match) throw fileError(path, `has no NAME=VALUE on line ${index + 1}`);
      const [, name = "", double, single, bare] = match;
      return [name, double ?? single ?? bare];
    }),
  );
}

function named(path: string, entries: readonly (readonly [string, unknown])[]): SomeLimsCredentials {
  const found: Record<string, string | number> = {};
  for (const [given, value] of entries) {
    const name = NAMES.get(given.toLowerCase());
    if (name === undefined) continue;
    if (typeof value !== "string" && typeof value !== "number")
      throw fileError(path, `has a ${name} that is not text`);
    found[name] = name === "port" ? Number(value) : String(value);
  }
  return found;
}

function fileError(path: string, reason: string): Error {
  return credentialsError(
    `the file ${path} ${reason}`,
    "Write a JSON object with host, port, database, user and password, or lines such as LIMS_HOST=…",
  );
}
