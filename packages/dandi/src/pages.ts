import { apiUrl, askApi, type Json, unexpected } from "./request.ts";
import type { DandiSettings } from "./settings.ts";

const MOST_PAGES = 10_000;

/**
 * The entries of a list, page by page. The next page is asked for by its number: the address that the server gives
 * for it is not followed, so that no key is sent elsewhere.
 */
export async function* pagesOf(
  settings: DandiSettings,
  what: string,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Json> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const url = apiUrl(settings, path, {
      ...query,
      page: String(page),
      page_size: String(settings.pageSize),
    });
    const { next, results } = await askApi(settings, what, url, signal);
    if (!Array.isArray(results) || !results.every(isObject))
      throw unexpected(what, "a page has no list of results");
    yield* results;
    if (next === null || next === undefined) return;
    if (results.length === 0) throw unexpected(what, "an empty page says that more pages follow");
  }
  throw unexpected(what, `it has more than ${MOST_PAGES} pages`);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
