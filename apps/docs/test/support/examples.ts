import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A fenced TypeScript example of a page. */
export interface Example {
  /** "apps/docs/sessions.md:12", the line of its fence. */
  readonly name: string;
  /** Its file name when it is written as a module: what its fence names, else "apps-docs-sessions-12.ts". */
  readonly fileName: string;
  readonly code: string;
}

const root = join(import.meta.dirname, "..", "..", "..", "..");

/** All TypeScript examples of the pages and of the packages' READMEs. */
export function allExamples(): Example[] {
  const guide = readdirSync(join(root, "apps/docs")).filter((name) => name.endsWith(".md"));
  const packages = readdirSync(join(root, "packages"));
  const pages = [
    "README.md",
    ...guide.map((name) => `apps/docs/${name}`),
    ...packages.map((name) => `packages/${name}/README.md`),
  ];
  return pages.flatMap((page) => examplesOf(page, readFileSync(join(root, page), "utf8")));
}

/** The pages whose code runs in the reader's browser: all of a page is one program. */
export function notebooks(): Example[] {
  const directory = "apps/docs/notebooks";
  return readdirSync(join(root, directory)).map((name) => {
    const page = `${directory}/${name}`;
    const cells = examplesOf(page, readFileSync(join(root, page), "utf8")).map(({ code }) => code);
    return { name: page, fileName: `notebook-${name.replace(/\.md$/, ".ts")}`, code: cells.join("\n") };
  });
}

/** The fenced blocks of a page that are marked `ts`. */
function examplesOf(page: string, markdown: string): Example[] {
  const fences = markdown.matchAll(/^```(?:ts|typescript)\b(?: \[(.+)\])?.*\n([\s\S]*?)^```$/gm);
  return Array.from(fences, (match) => {
    const line = markdown.slice(0, match.index).split("\n").length;
    const base = page.replace(/\.md$/, "").replaceAll(/[/\\]/g, "-");
    return { name: `${page}:${line}`, fileName: match[1] ?? `${base}-${line}.ts`, code: match[2]! };
  });
}

/**
 * The text of a module: the example, behind an import of what the text around it takes for granted.
 * @param available Names that `surroundings` exports.
 */
export function moduleText(code: string, surroundings: string, available: readonly string[]): string {
  const taken = available.filter((name) => uses(code, name) && !declares(code, name));
  const given =
    taken.length > 0 ? `import { ${taken.join(", ")} } from ${JSON.stringify(surroundings)};\n` : "";
  return `${given}${code}\nexport {};\n`;
}

function uses(code: string, name: string): boolean {
  return new RegExp(String.raw`(?<![.\w"])${name}\b(?!["?]?:)`).test(code);
}

function declares(code: string, name: string): boolean {
  return new RegExp(
    String.raw`\b(?:const|let|function|class)\s+${name}\b|import[^;]*\b${name}\b[^;]*from`,
  ).test(code);
}
