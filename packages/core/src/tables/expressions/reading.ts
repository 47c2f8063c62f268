import { expressionError } from "./error.ts";
import { type Callee, COLUMN_OPERATIONS, calleeOf, isPlain } from "./operations.ts";
import { columnsRead } from "./row-use.ts";
import { allPieces, functionOf, nameOf, type Piece, parsed } from "./syntax.ts";

/** A function of a row, called with the row and the table's parameters. */
export type RowFunction = (row: object, params: object) => unknown;

/** How a table expression is evaluated for its rows. */
export type Reading =
  /** By calling it. `columns` are those that it reads; undefined for entire rows. */
  | { readonly kind: "call"; readonly call: RowFunction; readonly columns: readonly string[] | undefined }
  /** By Arquero, which compiles its text. */
  | { readonly kind: "compile" };

const COMPILE: Reading = { kind: "compile" };

/**
 * How an expression is evaluated. A function is called for every row as plain JavaScript, with its closures and
 * methods, unless it calls an operation on columns (`op.mean`): then Arquero compiles its text, as it does for
 * text expressions.
 * @throws an EcephysError "argument" if Arquero would compile it into something different from what it says.
 */
export function readExpression(expression: unknown): Reading {
  const escaped = escapedFunction(expression);
  if (escaped) return calling(escaped, functionOf(parsed(String(escaped))));
  if (typeof expression === "function") return readFunction(expression as RowFunction);
  checkCompiled(expression);
  return COMPILE;
}

function readFunction(call: RowFunction): Reading {
  const text = String(call);
  const known = parsed(text);
  const wanted = functionOf(known);
  if (!known || !wanted) return calling(call, undefined);
  const locals = namesIn(known);
  const callees = callsIn(known).map((piece) => calleeOf(piece, locals, true));
  const unclear = callees.find((callee) => callee.kind === "unclear" && COLUMN_OPERATIONS.has(callee.name));
  if (unclear) throw unclearCall(text, unclear);
  if (!callees.some((callee) => callee.kind === "operation" && !isPlain(callee.name)))
    return calling(call, wanted);
  for (const callee of callees) if (callee.kind === "unclear") throw unclearCall(text, callee);
  requireOperations(text, callees);
  requireNoConstants(text, known, locals);
  return COMPILE;
}

function calling(call: RowFunction, text: ReturnType<typeof functionOf>): Reading {
  return { kind: "call", call, columns: text && columnsRead(text) };
}

/** A function marked with Arquero's `escape`, which is called as it is. */
function escapedFunction(expression: unknown): RowFunction | undefined {
  const { escape: isEscaped, expr } = (expression ?? {}) as { escape?: unknown; expr?: unknown };
  return isEscaped === true && typeof expr === "function" ? (expr as RowFunction) : undefined;
}

/**
 * Checks an expression that Arquero compiles in any case: a text, or one of `rollup` or a join.
 * @throws an EcephysError "argument" if it calls methods, which Arquero would treat as its own functions.
 */
export function checkCompiled(expression: unknown): void {
  const inner = (expression as { expr?: unknown } | null | undefined)?.expr ?? expression;
  if (typeof inner !== "string" && typeof inner !== "function") return;
  const text = String(inner);
  const known = parsed(text);
  if (!known) return;
  const isProgram = typeof inner === "function";
  const names = namesIn(known);
  const locals = functionOf(known) ? names : new Set([...names, ...ROWS_OF_TEXTS]);
  const callees = callsIn(known).map((piece) => calleeOf(piece, locals, isProgram));
  if (!isProgram) {
    const foreign = callees.find(
      ({ kind, ...callee }) => kind === "unclear" && "shown" in callee && callee.shown.includes("."),
    );
    if (foreign) throw methodError(text, (foreign as { name: string }).name);
  }
  requireOperations(text, callees);
}

/** Arquero's names for rows and parameters in a text that is not a function. */
const ROWS_OF_TEXTS = ["d", "d1", "d2", "$"];

function requireOperations(text: string, callees: readonly Callee[]): void {
  const method = callees.find((callee) => callee.kind === "other" && callee.name !== undefined);
  if (method?.kind === "other") throw methodError(text, method.name!);
}

function methodError(text: string, name: string): Error {
  return expressionError(
    text,
    `Arquero compiles this expression, and does not know the method ${name}()`,
    `Call an operation instead, as in op.includes(["VISp", "VISl"], d.ecephys_structure_acronym), or store the method's result in a column first, with derive`,
  );
}

function unclearCall(text: string, callee: Callee): Error {
  const { name, shown } = callee as Extract<Callee, { kind: "unclear" }>;
  return expressionError(
    text,
    `${shown}() may be Arquero's operation or your own function`,
    `Write op.${name}(…) for Arquero's; to call your own, wrap the whole function: escape((d) => …)`,
  );
}

function requireNoConstants(text: string, known: Piece, locals: ReadonlySet<string>): void {
  for (const piece of allPieces(known)) {
    const name = nameOf(piece);
    if (name === undefined || !CONSTANTS.has(name) || locals.has(name)) continue;
    if (isMember(known, piece)) continue;
    throw expressionError(
      text,
      `Arquero compiles this expression, and takes ${name} for the number of that name`,
      `Write Math.${name} for it, or give your own as a parameter: table.params({ ${name.toLowerCase()} }), and read it as (d, $) => … $.${name.toLowerCase()}`,
    );
  }
}

const CONSTANTS: ReadonlySet<string> = new Set("E LN2 LN10 LOG2E LOG10E PI SQRT1_2 SQRT2".split(" "));

/** Whether a name follows a dot or is an object's key. */
function isMember(whole: Piece, name: Piece): boolean {
  for (const piece of allPieces(whole)) {
    if (!piece.computed && (piece.property === name || (piece.key === name && !piece.shorthand))) return true;
  }
  return false;
}

function callsIn(piece: Piece): Piece[] {
  return [...allPieces(piece)].filter(({ type }) => type === "CallExpression");
}

/** The names that a text itself defines: parameters and variables. */
function namesIn(known: Piece): ReadonlySet<string> {
  const names = new Set<string>();
  for (const piece of allPieces(known)) {
    const bound = [...((piece.params ?? []) as Piece[])];
    if (piece.type === "VariableDeclarator" || piece.type === "FunctionDeclaration")
      bound.push(piece.id as Piece);
    for (const pattern of bound)
      for (const inner of pattern ? allPieces(pattern) : []) {
        const name = nameOf(inner);
        if (name !== undefined) names.add(name);
      }
  }
  return names;
}
