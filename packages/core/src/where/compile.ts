import { nearest } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { isMissing } from "../tables/column.ts";
import { equalValues } from "./equal-values.ts";
import { whereError } from "./error.ts";
import type { ArithmeticOperator, ComparisonOperator, WhereExpression } from "./expression.ts";
import { WHERE_FUNCTIONS } from "./functions.ts";

/** The value of an expression in a row; missing is null, undefined or NaN. */
export type RowValue = (row: number) => unknown;

/**
 * Binds a parsed expression to a table's columns, as a function of the row number. An operation with a missing
 * operand is missing, as in SQL: a missing value passes neither a comparison nor its negation; `&&` and `||`
 * need only the side that decides. `x == null` and `x != null` test whether a value is missing.
 * @throws EcephysError "argument" for unknown columns, listing those that exist.
 */
export function compileWhere(expression: WhereExpression, table: ColumnTable, source: string): RowValue {
  const columns = new Set(table.columnNames());
  const compile = (node: WhereExpression): RowValue => {
    switch (node.kind) {
      case "literal":
        return () => node.value;
      case "list":
        return () => node.items;
      case "column":
        return columnReader(node.name, table, columns, source);
      case "unary":
        return unary(node.operator, compile(node.argument));
      case "comparison":
        return comparison(node.operator, node.left, node.right, compile, source);
      case "arithmetic":
        return arithmetic(node.operator, compile(node.left), compile(node.right));
      case "logical":
        return LOGICAL[node.operator](compile(node.left), compile(node.right));
      case "conditional": {
        const [test, yes, no] = [compile(node.test), compile(node.consequent), compile(node.alternate)];
        return (row) => {
          const value = test(row);
          return isMissing(value) ? null : value ? yes(row) : no(row);
        };
      }
      case "call":
        return call(node.name, node.arguments.map(compile));
    }
  };
  return compile(expression);
}

function columnReader(
  name: string,
  table: ColumnTable,
  columns: ReadonlySet<string>,
  source: string,
): RowValue {
  if (!columns.has(name)) throw noSuchColumn(name, columns, source);
  const column = table.getter(name);
  return (row) => column(row);
}

function noSuchColumn(name: string, columns: ReadonlySet<string>, source: string): Error {
  const constant = CONSTANTS_OF_PYTHON.get(name);
  const meant = constant ?? nearest(name, columns);
  const remedy = `${meant ? `Did you mean ${meant}? ` : ""}Text needs quotes. The columns are ${[...columns].join(", ")}`;
  return whereError(source, `there is no column ${name}`, Math.max(0, source.indexOf(name)), remedy);
}

const CONSTANTS_OF_PYTHON: ReadonlyMap<string, string> = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
]);

function unary(operator: "!" | "-" | "+", argument: RowValue): RowValue {
  return (row) => {
    const value = argument(row);
    if (isMissing(value)) return null;
    if (operator === "!") return !value;
    return operator === "-" ? -Number(value) : Number(value);
  };
}

function comparison(
  operator: ComparisonOperator,
  left: WhereExpression,
  right: WhereExpression,
  compile: (node: WhereExpression) => RowValue,
  source: string,
): RowValue {
  const tested = isNull(right) ? left : isNull(left) ? right : undefined;
  if (tested && (operator === "==" || operator === "!=")) {
    const value = compile(tested);
    const wanted = operator === "==";
    return (row) => isMissing(value(row)) === wanted;
  }
  const [a, b] = [compile(left), compile(right)];
  const compare = COMPARE[operator];
  return (row) => {
    const [x, y] = [a(row), b(row)];
    if (isMissing(x) || isMissing(y)) return null;
    if (typeof x === "object" || typeof y === "object") throw listCompared(source);
    if (isTruthBesideText(x, y) || isTruthBesideText(y, x)) throw truthCompared(source);
    return compare(x as number, y as number);
  };
}

const isTruthBesideText = (x: unknown, y: unknown): boolean =>
  typeof x === "boolean" && typeof y === "string";

const isNull = (node: WhereExpression): boolean => node.kind === "literal" && node.value === null;

function listCompared(source: string): Error {
  return whereError(
    source,
    `a list cannot be compared`,
    0,
    'Check what it holds: includes(ecephys_structure_acronyms, "VISp"), or length(ecephys_structure_acronyms) > 3',
  );
}

function truthCompared(source: string): Error {
  return whereError(
    source,
    "true or false cannot be compared with text",
    0,
    "Write true and false in lower case and without quotes, as in has_lfp_data == true, or has_lfp_data alone",
  );
}

type Compare = (x: number | string | boolean, y: number | string | boolean) => boolean | null;

/** Order needs two values of one kind; a text that is not a number has no order relative to a number: missing. */
const ordered =
  (compare: (x: number | string, y: number | string) => boolean): Compare =>
  (x, y) => {
    if (typeof x === "string" && typeof y === "string") return compare(x, y);
    const [a, b] = [Number(x), Number(y)];
    return Number.isNaN(a) || Number.isNaN(b) ? null : compare(a, b);
  };

const COMPARE: Readonly<Record<ComparisonOperator, Compare>> = {
  "==": equalValues,
  "!=": (x, y) => !equalValues(x, y),
  "<": ordered((x, y) => x < y),
  "<=": ordered((x, y) => x <= y),
  ">": ordered((x, y) => x > y),
  ">=": ordered((x, y) => x >= y),
};

const ARITHMETIC: Readonly<Record<ArithmeticOperator, (x: number, y: number) => number>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
  "%": (x, y) => x % y,
  "**": (x, y) => x ** y,
};

function arithmetic(operator: ArithmeticOperator, left: RowValue, right: RowValue): RowValue {
  const compute = ARITHMETIC[operator];
  return (row) => {
    const [x, y] = [left(row), right(row)];
    if (isMissing(x) || isMissing(y)) return null;
    if (operator === "+" && typeof x === "string" && typeof y === "string") return x + y;
    return compute(Number(x), Number(y));
  };
}

const LOGICAL: Readonly<Record<"&&" | "||" | "??", (left: RowValue, right: RowValue) => RowValue>> = {
  "&&": (left, right) => (row) => decide(left(row), right, row, false),
  "||": (left, right) => (row) => decide(left(row), right, row, true),
  "??": (left, right) => (row) => {
    const value = left(row);
    return isMissing(value) ? right(row) : value;
  },
};

/** Kleene's logic: the side that equals `deciding` decides; otherwise a missing side makes the result missing. */
function decide(value: unknown, right: RowValue, row: number, deciding: boolean): boolean | null {
  const missing = isMissing(value);
  if (!missing && Boolean(value) === deciding) return deciding;
  const other = right(row);
  if (isMissing(other)) return null;
  if (Boolean(other) === deciding) return deciding;
  return missing ? null : !deciding;
}

function call(name: string, values: readonly RowValue[]): RowValue {
  const known = WHERE_FUNCTIONS.get(name)!;
  return (row) => {
    const args = values.map((value) => value(row));
    return !known.takesMissing && args.some(isMissing) ? null : known.call(...args);
  };
}
