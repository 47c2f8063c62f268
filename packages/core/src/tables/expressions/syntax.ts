import { type Node, parseExpressionAt } from "acorn";

/** A node of a function's parsed text. */
export interface Piece extends Node {
  readonly [key: string]: unknown;
}

/** A function as parsed from its text. */
export interface FunctionText {
  readonly params: readonly Piece[];
  readonly body: Piece;
}

/**
 * The text of a function or of an expression, parsed; undefined if it is not available ("[native code]") or
 * cannot be parsed.
 */
export function parsed(text: string): Piece | undefined {
  // A method's text ("passes(d) { … }") is not an expression by itself, but is one inside an object.
  return parse(`(${text}\n)`) ?? methodOf(parse(`({${text}\n})`));
}

function parse(source: string): Piece | undefined {
  try {
    return parseExpressionAt(source, 0, { ecmaVersion: "latest" }) as unknown as Piece;
  } catch {
    return undefined;
  }
}

function methodOf(object: Piece | undefined): Piece | undefined {
  const [property] = (object?.properties ?? []) as Piece[];
  return property?.value as Piece | undefined;
}

/** The function, if the text is one; otherwise undefined. */
export function functionOf(piece: Piece | undefined): FunctionText | undefined {
  if (piece?.type !== "ArrowFunctionExpression" && piece?.type !== "FunctionExpression") return undefined;
  return { params: piece.params as Piece[], body: piece.body as Piece };
}

/** The child nodes of a node. */
export function* partsOf(piece: Piece): Generator<Piece> {
  for (const value of Object.values(piece)) {
    for (const part of Array.isArray(value) ? value : [value]) if (isPiece(part)) yield part;
  }
}

/** A node and all of its descendants. */
export function* allPieces(piece: Piece): Generator<Piece> {
  yield piece;
  for (const part of partsOf(piece)) yield* allPieces(part);
}

function isPiece(value: unknown): value is Piece {
  return typeof value === "object" && value !== null && typeof (value as Piece).type === "string";
}

/** The name of an identifier. */
export function nameOf(piece: unknown): string | undefined {
  const { type, name } = (piece ?? {}) as Piece;
  return type === "Identifier" ? (name as string) : undefined;
}

/** The name after the dot of `x.name`, or in `x["name"]`. */
export function memberName({ computed, property }: Piece): string | undefined {
  if (!computed) return nameOf(property);
  const { type, value } = property as Piece;
  return type === "Literal" && typeof value === "string" ? value : undefined;
}
