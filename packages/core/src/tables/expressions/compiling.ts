import { isEcephysError } from "@ecephys/files";
import { expressionError } from "./error.ts";

let known: boolean | undefined;

/** Whether text can be compiled here: a page whose Content Security Policy lacks `unsafe-eval` forbids it. */
export function canCompile(): boolean {
  known ??= tryToCompile();
  return known;
}

function tryToCompile(): boolean {
  try {
    return new Function("return true")() as boolean;
  } catch {
    return false;
  }
}

/**
 * The result of an Arquero verb for an expression that it compiles.
 * @throws an EcephysError "argument" if that fails, with what to write instead.
 */
export function compiled<T>(expression: unknown, verb: () => T): T {
  try {
    return verb();
  } catch (error) {
    if (isEcephysError(error)) throw error;
    const text = textOf(expression);
    if (error instanceof EvalError) throw forbidden(text, error);
    throw expressionError(text, (error as Error).message.split("\n")[0]!, CLOSURES, error);
  }
}

/**
 * The result of an Arquero verb that compiles even names and functions.
 * @throws an EcephysError "argument" if compiling is forbidden.
 */
export function compiling<T>(name: string, verb: () => T): T {
  try {
    return verb();
  } catch (error) {
    throw error instanceof EvalError ? forbidden(name, error) : error;
  }
}

function forbidden(text: string, cause: EvalError): Error {
  return expressionError(text, "text cannot be compiled here (CSP)", WITHOUT_COMPILER, cause);
}

const WITHOUT_COMPILER =
  "Filter and derive with plain functions, (d) => d.snr > 2, or where(table, text), or let the page's policy have 'unsafe-eval'";

const CLOSURES =
  "What is compiled reads columns, op.… and parameters only: give it variables as in table.params({ least: 2 }).filter((d, $) => d.snr > $.least * op.mean(d.snr)), or derive a column from op.… first";

function textOf(expression: unknown): string {
  if (typeof expression === "string" || typeof expression === "function") return String(expression);
  if (typeof expression !== "object" || expression === null) return String(expression);
  return Object.entries(expression)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(", ");
}
