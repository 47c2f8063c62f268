import { type Node, type Pattern, parse } from "acorn";

/** A cell's code as a module of its own, which takes names from the cells before it and leaves its own. */
export interface CompiledCell {
  readonly text: string;
  /** Names that the cell declares, and what it imports. */
  readonly declares: readonly string[];
}

/** The line of a cell, from 1, that cannot be read, and why. */
export class CellSyntaxError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/**
 * Makes a module of a cell. Imports are taken from the packages that the page has loaded, since a module of text cannot
 * name them; the value of the last line, if it is an expression, is shown. Lines keep their numbers.
 * @param known Names that the cells before have left.
 * @param host How the module reaches the object with `scope`, `take`, `show` and `keep`.
 * @throws a CellSyntaxError.
 */
export function compileCell(code: string, known: readonly string[], host: string): CompiledCell {
  const { body } = parsed(code);
  const declares = new Set<string>();
  const taken: string[] = [];
  const edits: Edit[] = [];
  for (const statement of body) {
    if (statement.type === "ImportDeclaration") {
      const from = JSON.stringify(statement.source.value);
      for (const one of statement.specifiers) {
        declares.add(one.local.name);
        taken.push(`const ${one.local.name} = ${host}.take(${from}, ${JSON.stringify(importedName(one))});`);
      }
      edits.push({ ...statement, text: code.slice(statement.start, statement.end).replace(/[^\n]/g, " ") });
    } else if (statement.type === "VariableDeclaration")
      for (const { id } of statement.declarations) for (const name of namesOf(id)) declares.add(name);
    else if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration")
      declares.add(statement.id.name);
    else if (statement.type.startsWith("Export"))
      throw new CellSyntaxError("A cell exports nothing", lineOf(code, statement.start));
  }
  const last = body.at(-1);
  if (last?.type === "ExpressionStatement") {
    const { start, end } = last.expression;
    edits.push({ start, end, text: `await ${host}.show((${code.slice(start, end)}\n))` });
  }
  const inherited = known.filter((name) => !declares.has(name));
  const before = inherited.length > 0 ? `const { ${inherited.join(", ")} } = ${host}.scope;` : "";
  const after = `${host}.keep({ ${[...declares].join(", ")} });`;
  return { text: `${before}${taken.join("")}${edited(code, edits)}\n;${after}\n`, declares: [...declares] };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function parsed(code: string) {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line } = (error as SyntaxError & { loc: { line: number } }).loc;
    throw new CellSyntaxError(error.message.replace(/ \(\d+:\d+\)$/, ""), line);
  }
}

/** The export's name; "*" for all of a module. */
function importedName(specifier: {
  readonly type: string;
  readonly imported?: { readonly type: string; readonly name?: string; readonly value?: unknown };
}): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  return specifier.imported?.name ?? String(specifier.imported?.value);
}

/** The names that a pattern on the left of "=" declares. */
function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) =>
        namesOf(one.type === "RestElement" ? one.argument : one.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((one) => (one ? namesOf(one) : []));
    case "RestElement":
      return namesOf(pattern.argument);
    case "AssignmentPattern":
      return namesOf(pattern.left);
    default:
      return [];
  }
}

function edited(code: string, edits: readonly Edit[]): string {
  let text = code;
  for (const { start, end, text: instead } of [...edits].sort((a, b) => b.start - a.start))
    text = text.slice(0, start) + instead + text.slice(end);
  return text;
}

function lineOf(code: string, offset: Node["start"]): number {
  return code.slice(0, offset).split("\n").length;
}
