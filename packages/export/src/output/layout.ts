import { basename, dirname } from "node:path/posix";

/** Names that begin with "_" or "." are no data to DuckDB, pyarrow, polars and Spark. */
const WORK = ".ecephys";

/** What is recorded of a finished file, beside it: "spikes/ecephys_session_id=1/_part-0.parquet.json". */
export function recordPath(output: string): string {
  const directory = dirname(output);
  const name = `_${basename(output)}.json`;
  return directory === "." ? name : `${directory}/${name}`;
}

/** The finished file that a record is of; undefined for other paths. */
export function recordedOutput(path: string): string | undefined {
  const [, name] = /^_(.+)\.json$/.exec(basename(path)) ?? [];
  if (name === undefined || path.startsWith(`${WORK}/`) || path === MANIFEST_PATH) return undefined;
  const directory = dirname(path);
  return directory === "." ? name : `${directory}/${name}`;
}

/** What is recorded of the last failure of a task. */
export function failurePath(output: string): string {
  return `${WORK}/failed/${encodeURIComponent(output)}.json`;
}

/** Where a file is written before it is renamed into place: a directory of its own, which is emptied before. */
export function stagingDirectory(output: string): string {
  return `${STAGING}/${encodeURIComponent(output)}`;
}

/** Where the staging directories lie. */
export const STAGING = `${WORK}/work`;

/** The file that is being made below a staging directory. */
export function stagedOutput(path: string): string {
  return decodeURIComponent(path.slice(STAGING.length + 1).split("/")[0] ?? "");
}

/** Where the plans of a dataset are kept. */
export const PLANS_DIRECTORY = `${WORK}/plans`;

/** What a dataset holds, derived from the records. */
export const MANIFEST_PATH = "_dataset.json";
