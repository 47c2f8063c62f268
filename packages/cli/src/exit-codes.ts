import type { EcephysErrorCode } from "@ecephys/files";

/** What the process ends with; part of the command's interface, so numbers never change their meaning. */
export const EXIT = {
  ok: 0,
  /** A bug, or something that nobody thought of. */
  unexpected: 1,
  usage: 2,
  notFound: 3,
  missingData: 4,
  network: 5,
  response: 6,
  format: 7,
  manifest: 8,
  storage: 9,
  database: 10,
  /** Some of several files; the others are as they should be. */
  partial: 11,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
} as const;

export const EXIT_OF_ERROR: Readonly<Record<EcephysErrorCode, number>> = {
  argument: EXIT.usage,
  "not-found": EXIT.notFound,
  "missing-data": EXIT.missingData,
  fetch: EXIT.network,
  response: EXIT.response,
  format: EXIT.format,
  manifest: EXIT.manifest,
  storage: EXIT.storage,
  database: EXIT.database,
};

/** For the help. */
export const EXIT_CODE_HELP: readonly (readonly [number, string])[] = [
  [EXIT.ok, "done (also when the reader of a pipe has had enough)"],
  [EXIT.unexpected, "an error that should not happen: please report it"],
  [EXIT.usage, "wrong usage: unknown option, value, column or expression"],
  [EXIT.notFound, "no such session, type, probe or file"],
  [EXIT.missingData, "not in the cache, and not to be fetched (--offline, --source fixed)"],
  [EXIT.network, "the network or the server failed"],
  [EXIT.response, "the server answered with something else than what was asked for"],
  [EXIT.format, "a file of the cache is damaged or of another format"],
  [EXIT.manifest, "the cache's manifest cannot be used"],
  [EXIT.storage, "a file or directory could not be read or written"],
  [EXIT.database, "the database refused or lost a query"],
  [EXIT.partial, "some of several files failed, the others did not; stderr names each"],
  [EXIT.interrupted, "interrupted (Ctrl-C), or a question answered with no"],
  [EXIT.terminated, "terminated"],
];
