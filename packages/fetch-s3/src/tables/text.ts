import type { FetchOptions, TableFile, TableText, TableTextOptions } from "@ecephys/core";
import { EcephysError, httpContent, httpFile } from "@ecephys/files";
import { displayUrl } from "@ecephys/files/internal";
import { explained, isAbsence } from "../absent.ts";
import { tablePath, urlIn } from "../layout.ts";
import type { S3Settings } from "../settings.ts";

const LINE_FEED = 10;

/**
 * The text of a table by one GET; "unchanged" if it is that of the validator, `undefined` if there is no such file.
 * Progress counts lines, which are rows unless a text has line breaks in it.
 */
export async function tableText(
  settings: S3Settings,
  file: TableFile,
  { onProgress, signal, validator }: TableTextOptions,
): Promise<TableText | "unchanged" | undefined> {
  const resource = nameOf(file);
  const url = urlIn(settings.baseUrl, tablePath(file));
  const onChunk = onProgress && lineCounter(resource, onProgress);
  try {
    const content = await httpContent({ url, name: resource, ...settings.http, validator, onChunk, signal });
    return content === undefined ? "unchanged" : { csv: content.bytes, validator: content.validator };
  } catch (error) {
    if (await isAbsence(error, settings, signal)) return undefined;
    throw await explained(error, httpFile({ url }), signal);
  }
}

/** As `tableText`, for a table that has to be there. */
export async function requiredText(
  settings: S3Settings,
  file: TableFile,
  options: TableTextOptions,
): Promise<TableText | "unchanged"> {
  const text = await tableText(settings, file, options);
  if (text !== undefined) return text;
  throw new EcephysError("not-found", {
    action: "Fetching",
    resource: `${nameOf(file)} (${displayUrl(urlIn(settings.baseUrl, tablePath(file)))})`,
    reason: "there is no such file on the server",
    remedy:
      "Give the address of a directory that has sessions.csv, probes.csv, channels.csv and units.csv (baseUrl)",
  });
}

/** "the units", "the unit analysis metrics of session 715093703". */
export function nameOf(file: TableFile): string {
  if (file.table !== "metrics") return `the ${file.table}`;
  const owner = "sessionId" in file ? `session ${file.sessionId}` : file.sessionType;
  return `the unit analysis metrics of ${owner}`;
}

function lineCounter(resource: string, onProgress: NonNullable<FetchOptions["onProgress"]>) {
  let lines = 0;
  return (chunk: Uint8Array, start: number) => {
    if (start === 0) lines = 0;
    for (const byte of chunk) if (byte === LINE_FEED) lines += 1;
    // The first line names the columns.
    onProgress({ resource, loaded: Math.max(0, lines - 1), unit: "rows" });
  };
}
