/** The entries of a directory's index page: names, those of folders with a slash at their end. */
export function readIndexPage(html: string, directory: URL): string[] {
  const names = new Set<string>();
  for (const [, quoted, single, bare] of html.matchAll(
    /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi,
  )) {
    const name = entryName(quoted ?? single ?? bare ?? "", directory);
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

/** Links to what is directly in the directory are entries; links to sort it, to its parent or elsewhere are not. */
function entryName(href: string, directory: URL): string | undefined {
  const text = href.replaceAll("&amp;", "&");
  if (!URL.canParse(text, directory)) return undefined;
  const url = new URL(text, directory);
  if (url.origin !== directory.origin || url.search !== "" || url.hash !== "") return undefined;
  if (!url.pathname.startsWith(directory.pathname)) return undefined;
  const name = decoded(url.pathname.slice(directory.pathname.length));
  return name !== undefined && /^[^/\\\0]+\/?$/.test(name) ? name : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
