import type { Manifest, PathArgument } from "../manifest/manifest.ts";
import type { FileKind } from "./kind.ts";

/** Which path of the manifest a file has. */
export interface ManifestFile {
  /** Undefined for a path that was added to the manifest and that belongs to no kind. */
  readonly kind: FileKind | undefined;
  /** The kind's arguments; without a kind, the values of "%d" and "%s" in their order. */
  readonly args: readonly PathArgument[];
}

/** Identifies files of a manifest's layout by their paths; `undefined` for other paths. */
export function manifestFiles(
  manifest: Manifest,
  kinds: readonly FileKind[],
): (path: string) => ManifestFile | undefined {
  const patterns = [...manifest.paths.values()]
    .filter(({ type }) => type === "file")
    .map(({ key, spec }) => ({
      kind: kinds.find((row) => row.key === key),
      marks: spec.match(/%[ds]/g) ?? [],
      pattern: patternOf(spec),
    }));
  return (path) => {
    for (const { kind, marks, pattern } of patterns) {
      const texts = pattern.exec(path)?.slice(1);
      if (texts === undefined) continue;
      const values = texts.map((value, at) => (marks[at] === "%d" ? Number(value) : value));
      const args = kind === undefined ? values : argumentsOf(kind, values);
      if (args !== undefined) return { kind, args };
    }
    return undefined;
  };
}

/** The arguments that fill a path with these values; undefined if two occurrences of one differ. */
function argumentsOf({ inPath }: FileKind, values: readonly PathArgument[]): PathArgument[] | undefined {
  const args: PathArgument[] = [];
  for (const [at, value] of values.entries()) {
    const argument = inPath[at] ?? at;
    if (args[argument] !== undefined && args[argument] !== value) return undefined;
    args[argument] = value;
  }
  return args;
}

/** Numbers in canonical form, so that each file has exactly one path. */
const INTEGER = "(-?(?:0|[1-9]\\d{0,15}))";

function patternOf(spec: string): RegExp {
  const source = spec
    .split(/(%[ds%])/)
    .map((part) => {
      if (part === "%d") return INTEGER;
      if (part === "%s") return "([^/]+)";
      return (part === "%%" ? "%" : part).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`);
}
