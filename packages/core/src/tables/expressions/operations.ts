import { op } from "arquero";
import { memberName, nameOf, type Piece } from "./syntax.ts";

/**
 * Arquero's operations on entire columns. They do not work in a plain function, where `op.mean(d.snr)` is not a
 * number but an instruction for Arquero's compiler.
 */
export const COLUMN_OPERATIONS: ReadonlySet<string> = new Set(
  (
    "row_object count any array_agg array_agg_distinct object_agg map_agg entries_agg valid invalid distinct " +
    "mode sum product mean average variance variancep stdev stdevp min max quantile median covariance " +
    "covariancep corr bins row_number rank avg_rank dense_rank percent_rank cume_dist ntile lag lead " +
    "first_value last_value nth_value fill_down fill_up"
  ).split(" "),
);

/** Whose function a call is. */
export type Callee =
  | { readonly kind: "operation"; readonly name: string }
  | { readonly kind: "math" }
  /** `mean(…)` or `stats.mean(…)`: Arquero would treat it as its own, but the program may mean another. */
  | { readonly kind: "unclear"; readonly name: string; readonly shown: string }
  /** A method of a value, or a built-in function of the language. */
  | { readonly kind: "other"; readonly name: string | undefined };

/**
 * Whose function is called.
 * @param locals The names that the text itself defines.
 * @param isProgram Whether the text comes from a program, which may be minified.
 */
export function calleeOf(call: Piece, locals: ReadonlySet<string>, isProgram: boolean): Callee {
  const callee = call.callee as Piece;
  const free = nameOf(callee);
  if (free !== undefined) {
    return locals.has(free) || free in globalThis
      ? { kind: "other", name: undefined }
      : { kind: "unclear", name: free, shown: free };
  }
  if (callee.type !== "MemberExpression") return { kind: "other", name: undefined };
  const name = memberName(callee);
  const object = callee.object as Piece;
  if (name === undefined) return { kind: "other", name };
  if (isOp(object)) return { kind: "operation", name };
  const owner = ownerOf(object);
  if (owner === "Math") return { kind: "math" };
  if (owner === undefined || locals.has(owner) || owner in globalThis) return { kind: "other", name };
  return isProgram && isShortened(owner)
    ? { kind: "operation", name }
    : { kind: "unclear", name, shown: `${owner}.${name}` };
}

/** Whether a plain function can make this call itself: Arquero's functions of single values are plain functions. */
export function isPlain(name: string): boolean {
  return !COLUMN_OPERATIONS.has(name) && name in op;
}

/** `op`, `aq.op`, and what a bundler makes of them: `op2`, `module.op`, `(0, module.op)`. */
function isOp(object: Piece): boolean {
  if (object.type === "SequenceExpression") return isOp((object.expressions as Piece[]).at(-1)!);
  if (object.type === "MemberExpression") return memberName(object) === "op";
  return /^op\d*$/.test(nameOf(object) ?? "");
}

/** The name at the head of `a`, `a.b`, `a.b.c`. */
function ownerOf(object: Piece): string | undefined {
  return object.type === "MemberExpression" ? ownerOf(object.object as Piece) : nameOf(object);
}

/** What a minifier turns `op` into; libraries with names that short are not supported. */
function isShortened(name: string): boolean {
  return name.length <= 2 && !SHORT_LIBRARIES.has(name);
}

const SHORT_LIBRARIES: ReadonlySet<string> = new Set(["_", "$", "d3", "R"]);
