import type { CacheStorage } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { Manifest } from "../manifest/manifest.ts";
import { tableOf } from "../tables/column.ts";

/** `key`, `type` and `spec` of every path; specs are absolute if the storage is on a local disk. */
export function manifestTable(manifest: Manifest, storage: CacheStorage): ColumnTable {
  const paths = [...manifest.paths.values()];
  const root = storage.localPath?.(".");
  const specs = paths.map(({ spec }) =>
    root === undefined ? spec || "." : spec === "" ? root : `${root}/${spec}`,
  );
  return tableOf(
    new Map([
      ["key", paths.map(({ key }) => key)],
      ["type", paths.map(({ type }) => type)],
      ["spec", specs],
    ]),
  );
}
