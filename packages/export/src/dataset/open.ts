import { EcephysError } from "@ecephys/files";
import { Dataset } from "./dataset.ts";
import type { DatasetPlace } from "./place.ts";
import { type DatasetFile, type DatasetTableFiles, SESSION_COLUMN } from "./types.ts";

/** The list of a dataset's files, for places that cannot list them. */
const MANIFEST = "_dataset.json";

/** Opens the dataset in a place: by its list of files, or where there is none by the names of its files. */
export async function datasetIn(place: DatasetPlace, signal: AbortSignal | undefined): Promise<Dataset> {
  const manifest = await place.read(MANIFEST, signal);
  const paths = manifest === undefined ? await place.list?.(signal) : pathsOf(manifest, place);
  const files = paths?.filter(isData) ?? [];
  if (files.length > 0) return new Dataset(place, tablesOf(files));
  throw new EcephysError("not-found", {
    action: "Opening a dataset",
    resource: place.location,
    reason:
      place.list === undefined
        ? `it has no ${MANIFEST} with Parquet files`
        : "there are no Parquet files in it",
    remedy: "Make one: ecephys export units spikes --sessions all --partition session --out DIRECTORY",
  });
}

function isData(path: string): boolean {
  const isHidden = path.split("/").some((part) => part.startsWith("_") || part.startsWith("."));
  return path.endsWith(".parquet") && !isHidden;
}

/** "spikes" of "spikes/ecephys_session_id=1/part-0.parquet", "units" of "units.parquet". */
function tablesOf(paths: readonly string[]): DatasetTableFiles[] {
  const tables = new Map<string, DatasetFile[]>();
  for (const path of [...paths].sort()) {
    const [first = path] = path.split("/");
    const name = first.replace(/\.parquet$/, "");
    const session = new RegExp(`/${SESSION_COLUMN}=(\\d+)/`).exec(path)?.[1];
    const file = { path, session: session === undefined ? undefined : Number(session) };
    const known = tables.get(name);
    if (known) known.push(file);
    else tables.set(name, [file]);
  }
  return [...tables].map(([name, files]) => ({ name, files }));
}

function pathsOf(bytes: Uint8Array, { location }: DatasetPlace): string[] {
  try {
    const { tables } = JSON.parse(new TextDecoder().decode(bytes)) as {
      readonly tables: readonly { readonly files: readonly { readonly path: string }[] }[];
    };
    const paths = tables.flatMap(({ files }) => files.map(({ path }) => path));
    if (paths.every((path) => typeof path === "string" && !/^\/|(^|\/)\.\.(\/|$)|:\/\//.test(path)))
      return paths;
  } catch {}
  throw new EcephysError("format", {
    action: "Opening a dataset",
    resource: `${location}${MANIFEST}`,
    reason: "it is not the list of a dataset's files",
    remedy: "Run the export again: it writes the list anew",
  });
}
