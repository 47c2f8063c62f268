import type { EcephysErrorCode } from "@ecephys/files";

/** The exit codes of the process. They are part of the command's interface: a number never changes its meaning. */
export const EXIT = {
  ok: 0,
  /** A bug. */
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
  /** Some of several files failed; the others are complete. */
  partial: 11,
  /** 128 + SIGINT, as in shells. */
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

/** Meanings for the help. */
export const EXIT_CODE_HELP: readonly (readonly [number, string])[] = [
  [EXIT.ok, "done, also if the reader of a pipe has closed it"],
  [EXIT.unexpected, "an error that should not happen: please report it"],
  [EXIT.usage, "wrong usage: unknown option, value, column or expression"],
  [EXIT.notFound, "no such session, type, probe or file"],
  [EXIT.missingData, "not in the cache, and not fetched (--offline, --source fixed)"],
  [EXIT.network, "the network or the server failed"],
  [EXIT.response, "the server's answer is not what was requested"],
  [EXIT.format, "a file of the cache is damaged or has another format"],
  [EXIT.manifest, "the cache's manifest cannot be used"],
  [EXIT.storage, "a file or directory could not be read or written"],
  [EXIT.database, "the database refused or lost a query"],
  [EXIT.partial, "some of several files failed, the others did not; stderr names each"],
  [EXIT.interrupted, "interrupted (Ctrl-C), or a question answered with no"],
  [EXIT.terminated, "terminated"],
];
