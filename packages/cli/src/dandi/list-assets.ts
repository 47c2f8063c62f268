import { type ColumnTable, table } from "@ecephys/core/arquero";
import { type DandiAsset, parseDandiAddress } from "@ecephys/dandi";
import type { Runtime } from "../io.ts";
import { type DandiFlags, openDandiset } from "./open-dandiset.ts";

/** One row per asset of a dandiset; those in a folder, if the address names one, and that match the pattern. */
export async function assetTable(
  address: string,
  glob: string | undefined,
  flags: DandiFlags,
  { io, signal }: Runtime,
): Promise<ColumnTable> {
  const parsed = parseDandiAddress(address);
  const set = openDandiset(parsed, flags, io);
  const folder = parsed.path === "" ? undefined : `${parsed.path.replace(/\/$/, "")}*`;
  const assets: DandiAsset[] = [];
  for await (const asset of set.assets({ glob: glob ?? folder, signal })) assets.push(asset);
  const column = <Value>(of: (asset: DandiAsset) => Value) => assets.map(of);
  return table({
    path: column(({ path }) => path),
    size: Float64Array.from(assets, ({ byteLength }) => byteLength),
    modified: column(({ modified }) => modified),
    sha256: column(({ digests }) => digests.sha256 ?? null),
    dandi_etag: column(({ digests }) => digests.dandiEtag ?? null),
    embargoed: column(({ isEmbargoed }) => isEmbargoed),
    content_url: column(({ contentUrl }) => contentUrl),
  });
}
