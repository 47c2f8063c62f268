import type { Metadata } from "h5wasm";

/** Views of views beyond these are not looked through. */
const MOST_VIEWS = 1000;

/**
 * Why a view, or a view that it shows, does not show all: a source lies in another file or is not there, and the
 * library would fill its place with zeros. Undefined where it shows all, and for datasets that are no view.
 */
export function lostSource(
  metadata: Metadata,
  metadataOf: (path: string) => Metadata | undefined,
): string | undefined {
  const seen = new Set<string>();
  const queue = [metadata];
  for (let at = 0; at < queue.length; at++)
    for (const { file_name: file, dset_name } of queue[at]!.virtual_sources ?? []) {
      if (file !== ".") return `it is a view of "${file}", and views of other files are not followed`;
      const path = `/${dset_name.replace(/^\/+/, "")}`;
      if (seen.has(path) || seen.size >= MOST_VIEWS) continue;
      seen.add(path);
      const source = metadataOf(path);
      if (source === undefined) return `it is a view of "${path}", which is not there`;
      queue.push(source);
    }
  return undefined;
}
