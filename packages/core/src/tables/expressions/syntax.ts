import { type Node, parseExpressionAt } from "acorn";

/** A piece of a function's text: a node of the parser's with whatever it holds. */
export interface Piece extends Node {
  readonly [key: string]: unknown;
}

/** A function as its text says it. */
export interface FunctionText {
  readonly params: readonly Piece[];
  readonly body: Piece;
}

/**
 * The text of a function or of an expression, parsed; undefined where it is not to be had ("[native code]") or
 * is none that the parser knows.
 */
export function parsed(text: string): Piece | undefined {
  // A method's text ("passes(d) { … }") is no expression by itself, but one of an object is.
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

/** The function that a text is; undefined where it is something else. */
export function functionOf(piece: Piece | undefined): FunctionText | undefined {
  if (piece?.type !== "ArrowFunctionExpression" && piece?.type !== "FunctionExpression") return undefined;
  return { params: piece.params as Piece[], body: piece.body as Piece };
}

/** The pieces that a piece is made of. */
export function* partsOf(piece: Piece): Generator<Piece> {
  for (const value of Object.values(piece)) {
    for (const part of Array.isArray(value) ? value : [value]) if (isPiece(part)) yield part;
  }
}

/** A piece, and whatever is in it. */
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

/** The name behind the point of `x.name`, or in `x["name"]`. */
export function memberName({ computed, property }: Piece): string | undefined {
  if (!computed) return nameOf(property);
  const { type, value } = property as Piece;
  return type === "Literal" && typeof value === "string" ? value : undefined;
}
