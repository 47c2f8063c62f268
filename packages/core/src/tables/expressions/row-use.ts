import { allPieces, type FunctionText, memberName, nameOf, type Piece, partsOf } from "./syntax.ts";

/**
 * The columns that a function of a row reads, as `d.name`, `d["name"]` or `({ name }) =>`; undefined if it uses
 * the entire row (`{ ...d }`, `d[name]`, `keep(d)`) and so needs all of them.
 */
export function columnsRead({ params, body }: FunctionText): readonly string[] | undefined {
  const [row, ...others] = params;
  if (row === undefined) return usesArguments(body) ? undefined : [];
  if (row.type === "ObjectPattern") return usesArguments(body) ? undefined : patternColumns(row);
  const name = nameOf(row);
  if (name === undefined || usesArguments(body) || isNamedAgain(name, [...others, body])) return undefined;
  const columns = new Set<string>();
  return reads(name, body, columns) ? [...columns] : undefined;
}

function usesArguments(body: Piece): boolean {
  for (const piece of allPieces(body)) if (nameOf(piece) === "arguments") return true;
  return false;
}

function patternColumns(pattern: Piece): readonly string[] | undefined {
  const columns: string[] = [];
  for (const property of pattern.properties as Piece[]) {
    const name = property.type === "Property" && !property.computed ? nameOf(property.key) : undefined;
    if (name === undefined) return undefined;
    columns.push(name);
  }
  return columns;
}

/** Whether an inner function or variable shadows the row's name: then not every `d` is the row. */
function isNamedAgain(name: string, pieces: readonly Piece[]): boolean {
  for (const piece of pieces.flatMap((each) => [...allPieces(each)])) {
    const bound = [
      ...((piece.params ?? []) as Piece[]),
      ...(piece.type === "VariableDeclarator" ? [piece.id] : []),
    ];
    for (const pattern of [...bound, ...(piece.type === "CatchClause" ? [piece.param] : [])])
      for (const inner of pattern ? allPieces(pattern as Piece) : []) if (nameOf(inner) === name) return true;
  }
  return false;
}

/** Collects the columns; false if the entire row is used. */
function reads(row: string, piece: Piece, columns: Set<string>): boolean {
  if (nameOf(piece) === row) return false;
  if (piece.type === "MemberExpression" && nameOf(piece.object) === row) {
    const name = memberName(piece);
    if (name === undefined) return false;
    columns.add(name);
    return true;
  }
  const isName = (part: Piece) =>
    !piece.computed &&
    !piece.shorthand &&
    (part === piece.property || (part === piece.key && part !== piece.value));
  for (const part of partsOf(piece)) if (!isName(part) && !reads(row, part, columns)) return false;
  return true;
}
