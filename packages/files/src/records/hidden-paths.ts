/** Where a cache keeps what is not data: AllenSDK takes no notice of it, and it can be deleted at any time. */
const HIDDEN_DIRECTORY = ".ecephys";

const hidden = (path: string, ending: string) => `${HIDDEN_DIRECTORY}/${path}${ending}`;

/** What is there of a file that is being transferred. */
export const partialPath = (path: string): string => hidden(path, ".part");
/** Which version of the file that is. */
export const partialRecordPath = (path: string): string => hidden(path, ".part.json");
/** What has been written to it in this run of the machine, whether it is on the disk or not. */
export const partialProgressPath = (path: string): string => hidden(path, ".part.progress.json");
/** The integrity record of a file. */
export const recordPath = (path: string): string => hidden(path, ".record.json");
/** Shows that a process is downloading a file. */
export const lockPath = (path: string): string => hidden(path, ".lock");
/** The faster copy of a table. */
export const derivedPath = (path: string): string => hidden(path, ".table");

/** Files that work leaves behind when it is interrupted. */
export type LeftoverKind =
  /** What has been downloaded of a file whose transfer was interrupted, with its record; the next transfer resumes it. */
  | "partial"
  /** Shows that a process is downloading a file. */
  | "lock"
  /** A file that was being written. */
  | "temporary";

/** What a file that holds no data is, and which file it belongs to. */
export interface HiddenFile {
  readonly kind: LeftoverKind | "derived" | "record";
  readonly of: string;
}

const ENDINGS: readonly (readonly [RegExp, HiddenFile["kind"]])[] = [
  [/\.part(\.progress)?(\.json)?$/, "partial"],
  [/\.record\.json$/, "record"],
  // A lock that is being removed or taken over has a separate lock, named after its token.
  [/\.lock(\.[\da-f]{12})*$/, "lock"],
  [/\.table$/, "derived"],
];

const TEMPORARY = /^(.*\/)?\.([^/]+)\.[\da-f]{8}-[\da-f]{4}\.tmp$/;

/** `undefined` for possible data, and for files not written by this package. */
export function hiddenFile(path: string): HiddenFile | undefined {
  const temporary = TEMPORARY.exec(path);
  if (temporary !== null) {
    const of = `${temporary[1] ?? ""}${temporary[2]}`;
    return { kind: "temporary", of: hiddenFile(of)?.of ?? of };
  }
  if (!path.startsWith(`${HIDDEN_DIRECTORY}/`)) return undefined;
  const name = path.slice(HIDDEN_DIRECTORY.length + 1);
  for (const [ending, kind] of ENDINGS) {
    if (ending.test(name)) return { kind, of: name.replace(ending, "") };
  }
  return undefined;
}
