/** What a PostgreSQL error code means here. */
export interface Meaning {
  readonly reason: string;
  readonly remedy: string;
  /** Whether the same query may succeed on a new connection or a little later. All of ours only read. */
  readonly retryable?: boolean;
}

const AGAIN = "The query is retried automatically; if this continues, ask the database's administrators";
const LOST = { reason: "the server closed the connection", remedy: AGAIN, retryable: true };
const REFUSED = {
  reason: "the server refused these credentials",
  remedy:
    "Check user and password (LIMS_USER, LIMS_PASSWORD), and that the server accepts connections from this machine, with or without TLS",
};

const NO_DATABASE = {
  reason: "the server has no database of this name",
  remedy: "Check the database's name (LIMS_DBNAME)",
};
const NO_CONNECTION = { reason: "the server has no connection left", remedy: AGAIN, retryable: true };

/** By SQLSTATE. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["28000", REFUSED],
  ["28P01", REFUSED],
  ["3D000", NO_DATABASE],
  [
    "22021",
    { reason: "a text value holds bytes that the database cannot store", remedy: "Correct the filter" },
  ],
  ["53300", NO_CONNECTION],
  ["57P03", { reason: "the server is starting up or shutting down", remedy: AGAIN, retryable: true }],
  ["57P01", LOST],
  ["57P02", LOST],
  ["57P05", LOST],
  ["08000", LOST],
  ["08003", LOST],
  ["08006", LOST],
  ["40001", { reason: "the query conflicted with changes of the data", remedy: AGAIN, retryable: true }],
  ["40P01", { reason: "the server ended the query to resolve a deadlock", remedy: AGAIN, retryable: true }],
]);

/** What PgBouncer says, all of it under the code of a broken protocol. */
const POOLER_MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/authentication failed|no such user/, REFUSED],
  [/no such database/, NO_DATABASE],
  [/query_wait_timeout|no more connections allowed/, NO_CONNECTION],
  [/server conn crashed|server closed|shutting down/, LOST],
];

/** The meaning of an error's code, and of the message where the code alone says too little. */
export function meaningOfState(code: string | undefined, message: string): Meaning | undefined {
  if (code !== "08P01") return MEANINGS.get(code ?? "");
  return POOLER_MEANINGS.find(([words]) => words.test(message))?.[1];
}
