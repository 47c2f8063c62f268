import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Example } from "./examples.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");

/** The `@example`s of the docstrings of some packages' sources. */
export function docstringExamples(packages: readonly string[]): Example[] {
  const files = packages.flatMap((name) => {
    const names = readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" });
    return names.filter((one) => one.endsWith(".ts")).map((one) => join("packages", name, "src", one));
  });
  return files.flatMap((file) => examplesOfSource(file, readFileSync(join(root, file), "utf8")));
}

/** From the line after `@example` to the next tag or the docstring's end. */
function examplesOfSource(file: string, source: string): Example[] {
  const found = source.matchAll(/^ *\* @example\n([\s\S]*?)(?=^ *\* @|^ *\*\/)/gm);
  return Array.from(found, (match) => {
    const line = source.slice(0, match.index).split("\n").length;
    const fileName = `${file.replace(/\.ts$/, "").replaceAll(/[/\\]/g, "-")}-${line}.ts`;
    const code = match[1]!.replaceAll(/^ *\* ?/gm, "");
    return { name: `${file}:${line}`, fileName, code };
  });
}
