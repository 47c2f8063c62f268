import { EcephysError, httpFile, type RemoteFile, type RemoteFileInfo } from "@ecephys/files";
import { apiUrl, authorization, type Json, unexpected } from "./request.ts";
import type { DandiSettings } from "./settings.ts";

/** What the archive knows of a file's content. */
export interface DandiDigests {
  /** In hexadecimal digits; missing as long as the archive has not computed it. */
  readonly sha256?: string | undefined;
  /** MD5 of the MD5s of the parts in which it was uploaded, and their number (`dandiEtag` of "@ecephys/dandi/node"). */
  readonly dandiEtag?: string | undefined;
}

/** A file of a dandiset. */
export interface DandiAsset {
  readonly id: string;
  /** "sub-699733573/sub-699733573_ses-715093703.nwb". */
  readonly path: string;
  readonly byteLength: number;
  /** When it was last changed, ISO 8601. */
  readonly modified: string;
  readonly digests: DandiDigests;
  /** Where its bytes are, without secrets: in the archive's bucket, or at the API where an account is needed. */
  readonly contentUrl: string;
  /** Whether it is embargoed: only with an API key. */
  readonly isEmbargoed: boolean;
  /**
   * The file, of which nothing is transferred yet: to stream (`openSession(asset.file())`), to read in parts, or to
   * download. Its SHA-256 is that of the archive, so that a download is compared with it.
   * @throws an EcephysError "argument" for a Zarr asset, which is many files.
   */
  file(): RemoteFile;
}

/** An asset from an entry of a list with metadata. @throws an EcephysError "response" for anything else. */
export function assetOf(settings: DandiSettings, entry: Json, resource: string): DandiAsset {
  const { asset_id: id, metadata, modified, path, size } = entry;
  const isAsset =
    typeof id === "string" &&
    /^[\da-f-]{36}$/.test(id) &&
    typeof path === "string" &&
    typeof modified === "string";
  if (!isAsset || !Number.isSafeInteger(size) || (size as number) < 0)
    throw unexpected(resource, "an asset lacks its id, path, size or time");
  const known = objectOf(metadata);
  const isEmbargoed = listOf(known.access).some(
    (access) => objectOf(access).status === "dandi:EmbargoedAccess",
  );
  const download = apiUrl(settings, `/assets/${id}/download/`);
  const direct = isEmbargoed ? undefined : bucketUrl(known.contentUrl, settings);
  const url = direct ?? download;
  const digests = digestsOf(known.digest);
  const isZarr = typeof entry.zarr === "string";
  return {
    id,
    path,
    byteLength: size as number,
    modified,
    digests,
    contentUrl: url.href,
    isEmbargoed,
    file: () => {
      if (isZarr) throw isManyFiles(path);
      const headers = direct === undefined ? authorization(settings) : undefined;
      const name = `${path} of dandiset ${settings.dandiset}`;
      return withDigest(httpFile({ url, name, ...settings.http, headers }), digests.sha256);
    },
  };
}

/** The address in the bucket: one that is not the API's, and not less secure. */
function bucketUrl(contentUrls: unknown, { apiUrl: api }: DandiSettings): URL | undefined {
  for (const text of listOf(contentUrls)) {
    const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
    const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && api.protocol === "http:");
    if (url !== undefined && isSafe && url.origin !== api.origin && url.username + url.password === "")
      return url;
  }
  return undefined;
}

function digestsOf(digest: unknown): DandiDigests {
  const known = objectOf(digest);
  const text = (name: string, pattern: RegExp) => {
    const value = known[name];
    return typeof value === "string" && pattern.test(value) ? value : undefined;
  };
  return {
    sha256: text("dandi:sha2-256", /^[\da-f]{64}$/),
    dandiEtag: text("dandi:dandi-etag", /^[\da-f]{32}-\d{1,5}$/),
  };
}

/** A file that says which SHA-256 it has to have. */
function withDigest(file: RemoteFile, sha256: string | undefined): RemoteFile {
  if (sha256 === undefined) return file;
  const known = <Info extends RemoteFileInfo>(info: Info): Info => ({ ...info, sha256 });
  return {
    ...file,
    info: async (options) => known(await file.info(options)),
    open: async (options) => known(await file.open(options)),
  };
}

function isManyFiles(path: string): EcephysError {
  return new EcephysError("argument", {
    action: "Opening an asset",
    resource: path,
    reason: "it is a Zarr asset, which is a folder of many files",
    remedy: "Use a reader of Zarr, such as zarrita; these packages read files of HDF5",
  });
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
