import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** What each file, folder or package imports; files by path, folders and packages by name. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** What a package's sources import: its own files, and the other packages of this repository. */
export interface PackageImports {
  readonly files: Graph;
  readonly packages: ReadonlySet<string>;
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"]+)"/g;

/** Reads the imports of all sources under a directory, including type-only and dynamic ones. */
export function readImports(source: string): PackageImports {
  const files = new Map<string, Set<string>>();
  const packages = new Set<string>();
  for (const file of sourcesIn(source)) {
    const own = new Set<string>();
    for (const [, name = ""] of withoutComments(readFileSync(file, "utf8")).matchAll(IMPORT)) {
      if (name.startsWith(".")) own.add(slashes(relative(source, resolve(dirname(file), name))));
      else if (name.startsWith("@ecephys/")) packages.add(name.split("/")[1]!);
    }
    files.set(slashes(relative(source, file)), own);
  }
  return { files, packages };
}

/** The imports between the folders directly below a package's sources; a file next to them stands for itself. */
export function folders(files: Graph): Graph {
  const graph = new Map<string, Set<string>>();
  const folderOf = (file: string) => file.split("/")[0]!;
  for (const [file, imported] of files) {
    const folder = folderOf(file);
    const own = graph.get(folder) ?? new Set();
    for (const other of imported) if (folderOf(other) !== folder) own.add(folderOf(other));
    graph.set(folder, own);
  }
  return graph;
}

/** A cycle in a graph, as the names along it; undefined if there is none. */
export function circleIn(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    path.push(name);
    for (const other of graph.get(name) ?? []) {
      const circle = visit(other);
      if (circle !== undefined) return circle;
    }
    path.pop();
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const circle = visit(name);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function sourcesIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Examples in docstrings import nothing. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
