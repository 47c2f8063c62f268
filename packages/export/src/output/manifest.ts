import type { CacheStorage } from "@ecephys/files";
import { eachAtMost } from "@ecephys/files/internal";
import type { ExportParameters } from "../kinds/types.ts";
import type { ExportColumn, ExportFormat } from "../rows/types.ts";
import { differencesOf } from "./differences.ts";
import { MANIFEST_PATH, recordedOutput } from "./layout.ts";
import { finishedPartition, type PartitionRecord, writeJson } from "./records.ts";
import { tidyDataset } from "./tidy.ts";

/** One file of a table. */
export interface ManifestFile {
  readonly path: string;
  /** The session that its rows are of; left out for tables of the project. */
  readonly session?: number | undefined;
  readonly rows: number;
  readonly bytes: number;
  readonly key: string;
  readonly time: string;
}

/** One table of a dataset. */
export interface ManifestTable {
  readonly name: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly parameters: ExportParameters;
  readonly format: ExportFormat;
  /** Which directories the files lie in: "ecephys_session_id", or none. */
  readonly partitionedBy: readonly string[];
  readonly columns: readonly ExportColumn[];
  readonly rows: number;
  readonly bytes: number;
  readonly files: readonly ManifestFile[];
  /** In what its files differ that should have it in common, a sentence each: parameters, filters, types of columns. */
  readonly differences?: readonly string[] | undefined;
}

/** What a dataset holds: the file "_dataset.json", for readers that cannot list its directory. */
export interface DatasetManifest {
  readonly version: 1;
  readonly tables: readonly ManifestTable[];
}

const READ_AT_ONCE = 32;

/** What differs among the files of a dataset's tables: "psth: parameters: …". */
export function datasetDifferences({ tables }: Pick<DatasetManifest, "tables">): string[] {
  return tables.flatMap(({ differences = [], name }) => differences.map((text) => `${name}: ${text}`));
}

/**
 * Writes a dataset's manifest anew from the records of its finished files, and removes what killed processes have left. Of processes that do so at the same time each
 * waits for the other, and the last one sees the files of all.
 */
export async function writeManifest(
  storage: CacheStorage,
  signal?: AbortSignal | undefined,
): Promise<DatasetManifest> {
  const lock = await storage.lock?.(MANIFEST_PATH, { signal });
  try {
    const paths = await storage.list();
    await tidyDataset(storage, paths);
    const manifest = await deriveManifest(storage, paths);
    await writeJson(storage, MANIFEST_PATH, manifest);
    return manifest;
  } finally {
    await lock?.release();
  }
}

async function deriveManifest(storage: CacheStorage, paths: readonly string[]): Promise<DatasetManifest> {
  const outputs = paths.flatMap((path) => recordedOutput(path) ?? []);
  const found = await eachAtMost(outputs, READ_AT_ONCE, async (output) => {
    const record = await finishedPartition(storage, output);
    return record && { output, record };
  });
  const tables = new Map<string, { output: string; record: PartitionRecord }[]>();
  for (const one of found.filter((file) => file !== undefined)) {
    const name = tableName(one.output);
    const files = tables.get(name);
    if (files) files.push(one);
    else tables.set(name, [one]);
  }
  return {
    version: 1,
    tables: [...tables].map(([name, files]) => tableOf(name, files)),
  };
}

/** "spikes" of "spikes/ecephys_session_id=1/part-0.parquet", "units" of "units.parquet". */
function tableName(output: string): string {
  const [first = output] = output.split("/");
  return first === output ? output.replace(/\.[^.]+$/, "") : first;
}

function tableOf(
  name: string,
  files: readonly { readonly output: string; readonly record: PartitionRecord }[],
): ManifestTable {
  // What was written last says what the table is; files of an older version are made anew by the next run.
  const latest = files.reduce((one, other) => (other.record.time > one.record.time ? other : one)).record;
  const differences = differencesOf(files.map(({ record }) => record));
  const sum = (value: (record: PartitionRecord) => number) =>
    files.reduce((total, { record }) => total + value(record), 0);
  return {
    name,
    kind: latest.kind,
    kindVersion: latest.kindVersion,
    parameters: latest.parameters,
    format: latest.format,
    partitionedBy: latest.session === undefined ? [] : ["ecephys_session_id"],
    columns: latest.columns,
    rows: sum(({ rows }) => rows),
    bytes: sum(({ bytes }) => bytes),
    ...(differences.length === 0 ? {} : { differences }),
    files: files.map(({ output, record: { bytes, key, rows, session, time } }) => ({
      path: output,
      ...(session === undefined ? {} : { session }),
      rows,
      bytes,
      key,
      time,
    })),
  };
}
