/** The target of a name in a group. */
export type Hdf5Link =
  | { readonly kind: "hard" }
  | { readonly kind: "soft"; readonly path: string }
  | { readonly kind: "external"; readonly file: string; readonly path: string };

/** Where a path ends: in this file, in another one, or nowhere. */
export type Resolution =
  | { readonly kind: "here"; readonly path: string }
  | { readonly kind: "elsewhere"; readonly file: string; readonly path: string }
  | { readonly kind: "nowhere" }
  | { readonly kind: "endless"; readonly path: string };

const MOST_LINKS = 32;

/**
 * Follows the links along a path one by one, so that the library never follows any by itself: soft links within
 * the file, the first external one to its file. `link` returns the target of a name in a group, undefined if
 * the group does not have it.
 */
export function resolvePath(
  path: string,
  link: (group: string, name: string) => Hdf5Link | undefined,
): Resolution {
  let names = split(path);
  let at = "";
  let links = 0;
  for (let i = 0; i < names.length; ) {
    const name = names[i]!;
    const found = link(at || "/", name);
    if (!found) return { kind: "nowhere" };
    if (found.kind === "hard") {
      at = `${at}/${name}`;
      i++;
      continue;
    }
    if (++links > MOST_LINKS) return { kind: "endless", path };
    const rest = names.slice(i + 1);
    if (found.kind === "external")
      return { kind: "elsewhere", file: found.file, path: join(found.path, rest) };
    names = found.path.startsWith("/")
      ? [...split(found.path), ...rest]
      : [...split(at), ...split(found.path), ...rest];
    at = "";
    i = 0;
  }
  return { kind: "here", path: at || "/" };
}

function split(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

function join(path: string, rest: readonly string[]): string {
  return `/${[...split(path), ...rest].join("/")}`;
}

/** The parts of "name.nwb:/path", the path of an object in a file beside this one; undefined for other paths. */
export function pathBeside(path: string): { readonly file: string; readonly path: string } | undefined {
  const [, file, inner] = /^([^/][^:]*):(\/.*)$/.exec(path) ?? [];
  return file === undefined ? undefined : { file, path: inner! };
}
