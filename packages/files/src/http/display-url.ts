const HARMLESS = /^\d{1,12}$/;

/**
 * A URL as it may be shown and recorded: without user name, password and fragment, and with the values of its
 * query replaced by "***" unless they are plain ids, since tokens and signatures travel there.
 */
export function displayUrl(url: string | URL): string {
  const shown = parseUrl(url);
  if (!shown) return "(not a URL)";
  // "bob:password@host" is a URL of the scheme "bob".
  if (!shown.host && shown.protocol !== "file:") return `${shown.protocol}…`;
  shown.username = "";
  shown.password = "";
  shown.hash = "";
  const query = [...shown.searchParams].map(shownParameter);
  shown.search = "";
  return query.length === 0 ? shown.href : `${shown.href}?${query.join("&")}`;
}

/** A parameter without a value may be a token itself. */
function shownParameter([key, value]: readonly [string, string]): string {
  if (value === "") return "***";
  return `${encodeURIComponent(key)}=${HARMLESS.test(value) ? value : "***"}`;
}

/** A copy of the URL, `undefined` if the text is not a URL. */
export function parseUrl(url: string | URL): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
