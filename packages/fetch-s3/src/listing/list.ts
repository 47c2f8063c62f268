import { EcephysError, httpContent } from "@ecephys/files";
import { displayUrl } from "@ecephys/files/internal";
import { urlIn } from "../layout.ts";
import type { S3Settings } from "../settings.ts";
import { readIndexPage } from "./index-page.ts";
import { readListPage } from "./list-page.ts";
import type { ListedFile } from "./listed-file.ts";

/** A list is at most this long, in pages of a bucket or index pages: a server must not lead us on for ever. */
const MOST_PAGES = 1000;
const PAGE_BYTES = 16 * 2 ** 20;

/**
 * All files in a folder of a directory, those of folders in it too: from the bucket's list, or from index pages
 * where the server has no such list.
 * @throws an EcephysError "fetch", "not-found"; "response" if what the server answers is no list.
 */
export function listFiles(
  settings: S3Settings,
  directory: URL,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<ListedFile[]> {
  const inside = folder === "" || folder.endsWith("/") ? folder : `${folder}/`;
  const { bucketUrl } = settings;
  const isInBucket = bucketUrl !== undefined && directory.href.startsWith(bucketUrl.href);
  return isInBucket
    ? listBucket(settings, bucketUrl, directory, inside, signal)
    : listIndexes(settings, directory, inside, signal);
}

async function listBucket(
  settings: S3Settings,
  bucket: URL,
  directory: URL,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<ListedFile[]> {
  const root = decodeURIComponent(directory.pathname.slice(bucket.pathname.length));
  const found: ListedFile[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const url = new URL(bucket);
    url.searchParams.set("list-type", "2");
    url.searchParams.set("prefix", root + folder);
    if (token !== undefined) url.searchParams.set("continuation-token", token);
    const page = readListPage(await textOf(settings, url, signal));
    if (page === undefined) throw noList(bucket, "the server's answer is not the list of a bucket");
    for (const file of page.files)
      if (file.path.startsWith(root) && !file.path.endsWith("/"))
        found.push({ ...file, path: file.path.slice(root.length) });
    if (page.next === undefined) return found;
    if (page.next === token) throw noList(bucket, "the list's pages follow themselves");
    token = page.next;
  }
  throw noList(bucket, `the list has more than ${MOST_PAGES} pages`);
}

async function listIndexes(
  settings: S3Settings,
  directory: URL,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<ListedFile[]> {
  const found: ListedFile[] = [];
  const folders = [folder];
  let pages = 0;
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    if (++pages > MOST_PAGES) throw noList(directory, `it has more than ${MOST_PAGES} folders`);
    const url = urlIn(directory, next);
    for (const name of readIndexPage(await textOf(settings, url, signal), url))
      if (name.endsWith("/")) folders.push(next + name);
      else found.push({ path: next + name });
  }
  return found;
}

async function textOf({ http }: S3Settings, url: URL, signal: AbortSignal | undefined): Promise<string> {
  const wanted = { url, name: "the list of files", ...http, content: "any", signal } as const;
  const answer = await httpContent({ ...wanted, maximumLength: PAGE_BYTES });
  return new TextDecoder().decode(answer?.bytes);
}

function noList(url: URL, reason: string): EcephysError {
  return new EcephysError("response", {
    action: "Listing files",
    resource: displayUrl(url),
    reason,
    remedy: "Give the root of the bucket (bucketUrl), or leave it out for a server with index pages",
  });
}
