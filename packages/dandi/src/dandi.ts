import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import { assetOf, type DandiAsset } from "./asset.ts";
import type { AssetFilters, DandiCallOptions, Dandiset, DandisetInfo, DandisetVersion } from "./dandiset.ts";
import type { DandiOptions } from "./options.ts";
import { pagesOf } from "./pages.ts";
import { apiUrl, askApi, type Json, unexpected } from "./request.ts";
import { type DandiSettings, normalize } from "./settings.ts";

const CALL: OptionNames<DandiCallOptions> = { signal: true };
const FILTERS: OptionNames<AssetFilters> = { glob: true, signal: true };

/**
 * A dandiset of the DANDI archive (dandiarchive.org), in Node and the browser. Nothing is requested before a method is
 * called.
 * @param dandiset Its identifier of six digits; "000021" is the Allen Institute's Visual Coding set of Neuropixels.
 * @throws an EcephysError "argument" for an invalid identifier or option.
 * @example
 * import { dandi } from "@ecephys/dandi";
 *
 * const set = dandi("000021");
 * for await (const asset of set.assets({ glob: "*_ses-715093703*" })) console.log(asset.path, asset.byteLength);
 */
export function dandi(dandiset: string, options: DandiOptions = {}): Dandiset {
  const settings = normalize(dandiset, options);
  const resource = `dandiset ${dandiset}`;
  const checks = argumentChecks(`Asking for ${resource}`);
  let known = settings.version;
  const version = async (signal: AbortSignal | undefined) => {
    known ??= (await infoOf(settings, signal)).published ?? "draft";
    return known;
  };
  return {
    id: dandiset,
    info: async (call = {}) => infoOf(settings, checks.knownOptions(call, CALL).signal),
    versions: async (call = {}) => versionsOf(settings, checks.knownOptions(call, CALL).signal),
    version: async (call = {}) => version(checks.knownOptions(call, CALL).signal),
    assets: (filters = {}) => {
      const { glob, signal } = checks.knownOptions(filters, FILTERS, "the filters");
      const query =
        glob === undefined ? {} : { glob: checks.text("the filter glob", glob, "a pattern of paths") };
      return listed(settings, version, query, signal);
    },
    asset: async (path, call = {}) => {
      const { signal } = checks.knownOptions(call, CALL);
      checks.text("the path", path, "the path of an asset");
      // The archive takes a path for a prefix, unless an asset has exactly this one.
      const similar: string[] = [];
      for await (const asset of listed(settings, version, { path }, signal)) {
        if (asset.path === path) return asset;
        similar.push(asset.path);
        if (similar.length === SIMILAR) break;
      }
      throw noAsset(settings, path, similar);
    },
  };
}

const SIMILAR = 20;

async function* listed(
  settings: DandiSettings,
  version: (signal: AbortSignal | undefined) => Promise<string>,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<DandiAsset> {
  const path = `/dandisets/${settings.dandiset}/versions/${await version(signal)}/assets/`;
  const what = `the assets of dandiset ${settings.dandiset}`;
  const wanted = { ...query, order: "path", metadata: "true" };
  for await (const entry of pagesOf(settings, what, path, wanted, signal))
    yield assetOf(settings, entry, what);
}

async function infoOf(settings: DandiSettings, signal: AbortSignal | undefined): Promise<DandisetInfo> {
  const resource = `dandiset ${settings.dandiset}`;
  const url = apiUrl(settings, `/dandisets/${settings.dandiset}/`);
  const info = await askApi(settings, resource, url, signal);
  const published = objectOrNone(info.most_recent_published_version);
  const draft = objectOrNone(info.draft_version);
  const version = published?.version;
  if (info.identifier !== settings.dandiset || (published !== undefined && typeof version !== "string"))
    throw unexpected(resource, "the answer describes no such dandiset");
  return {
    id: settings.dandiset,
    name: String((published ?? draft)?.name ?? ""),
    isEmbargoed: info.embargo_status !== undefined && info.embargo_status !== "OPEN",
    published: version as string | undefined,
  };
}

async function versionsOf(
  settings: DandiSettings,
  signal: AbortSignal | undefined,
): Promise<DandisetVersion[]> {
  const what = `the versions of dandiset ${settings.dandiset}`;
  const path = `/dandisets/${settings.dandiset}/versions/`;
  const found: DandisetVersion[] = [];
  for await (const entry of pagesOf(settings, what, path, { order: "created" }, signal)) {
    const { asset_count: assetCount, created, name, size, version } = entry;
    if (typeof version !== "string" || typeof assetCount !== "number" || typeof size !== "number")
      throw unexpected(what, "a version lacks its number, size or count of assets");
    found.push({
      version,
      name: String(name ?? ""),
      assetCount,
      byteLength: size,
      created: String(created ?? ""),
    });
  }
  return found;
}

function noAsset(
  { dandiset, version }: DandiSettings,
  path: string,
  similar: readonly string[],
): EcephysError {
  const meant = nearest(path, similar) ?? similar[0];
  return new EcephysError("not-found", {
    action: "Looking up an asset",
    resource: `${path} of dandiset ${dandiset}`,
    reason: `there is no asset of this path${version === undefined ? "" : ` in version ${version}`}`,
    remedy:
      meant === undefined ? `\`ecephys dandi ls ${dandiset}\` lists all paths` : `Did you mean ${meant}?`,
  });
}

function objectOrNone(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null ? (value as Json) : undefined;
}
