import type { WhereExpression } from "@ecephys/core";
import type { ParquetQueryFilter } from "hyparquet";

/** What of a condition bounds can decide: which columns lie within which limits. Nothing that it lets pass is lost. */
export type Pruning = ParquetQueryFilter;

/** Most values of a list that are looked for one by one. */
const MOST_ITEMS = 64;

/**
 * The part of a condition that can be decided by the bounds of columns; undefined where there is none. Rows that pass the
 * condition pass this.
 * @param isPrunable Whether the bounds of a column can be used.
 */
export function pruningOf(
  expression: WhereExpression,
  isPrunable: (column: string) => boolean,
): Pruning | undefined {
  switch (expression.kind) {
    case "logical": {
      const left = pruningOf(expression.left, isPrunable);
      const right = pruningOf(expression.right, isPrunable);
      if (expression.operator === "&&") return left && right ? { $and: [left, right] } : (left ?? right);
      return expression.operator === "||" && left && right ? { $or: [left, right] } : undefined;
    }
    case "comparison":
      return ofComparison(expression, isPrunable);
    case "call":
      return ofList(expression, isPrunable);
    default:
      return undefined;
  }
}

const FLIPPED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=" } as const;

function ofComparison(
  { left, operator, right }: Extract<WhereExpression, { kind: "comparison" }>,
  isPrunable: (column: string) => boolean,
): Pruning | undefined {
  if (left.kind === "literal" && right.kind === "column")
    return ofComparison(
      { kind: "comparison", left: right, operator: FLIPPED[operator], right: left },
      isPrunable,
    );
  const value = right.kind === "unary" ? negated(right) : right.kind === "literal" ? right.value : null;
  if (left.kind !== "column" || !isPrunable(left.name) || value === null || typeof value === "boolean")
    return undefined;
  switch (operator) {
    case "==":
      return { [left.name]: { $gte: value, $lte: value } };
    case "<":
      return { [left.name]: { $lt: value } };
    case "<=":
      return { [left.name]: { $lte: value } };
    case ">":
      return { [left.name]: { $gt: value } };
    case ">=":
      return { [left.name]: { $gte: value } };
    default:
      return undefined;
  }
}

/** -1 is a 1 with a sign. */
function negated({ argument, operator }: Extract<WhereExpression, { kind: "unary" }>): number | null {
  const isNumber = operator === "-" && argument.kind === "literal" && typeof argument.value === "number";
  return isNumber ? -(argument.value as number) : null;
}

/** `includes([1, 2], column)`. */
function ofList(
  call: Extract<WhereExpression, { kind: "call" }>,
  isPrunable: (column: string) => boolean,
): Pruning | undefined {
  const [list, column] = call.arguments;
  if (call.name !== "includes" || list?.kind !== "list" || column?.kind !== "column") return undefined;
  const items = list.items.filter((item) => typeof item === "number" || typeof item === "string");
  const isUsable = isPrunable(column.name) && items.length === list.items.length && items.length > 0;
  if (!isUsable || items.length > MOST_ITEMS) return undefined;
  return { $or: items.map((item) => ({ [column.name]: { $gte: item, $lte: item } })) };
}

/** The columns that a condition looks at. */
export function columnsOfCondition(expression: WhereExpression): string[] {
  switch (expression.kind) {
    case "column":
      return [expression.name];
    case "unary":
      return columnsOfCondition(expression.argument);
    case "comparison":
    case "arithmetic":
    case "logical":
      return [...columnsOfCondition(expression.left), ...columnsOfCondition(expression.right)];
    case "conditional":
      return [expression.test, expression.consequent, expression.alternate].flatMap(columnsOfCondition);
    case "call":
      return expression.arguments.flatMap(columnsOfCondition);
    default:
      return [];
  }
}

/** Whether rows of one session may pass. @param filter A pruning of the column of the session alone. */
export function mayHoldSession(filter: Pruning | undefined, session: number): boolean {
  if (filter === undefined) return true;
  if ("$and" in filter) return (filter.$and as Pruning[]).every((part) => mayHoldSession(part, session));
  if ("$or" in filter) return (filter.$or as Pruning[]).some((part) => mayHoldSession(part, session));
  return Object.values(filter as Record<string, Record<string, number>>).every((limits) =>
    Object.entries(limits).every(([operator, limit]) => within(session, operator, limit)),
  );
}

function within(value: number, operator: string, limit: number): boolean {
  switch (operator) {
    case "$lt":
      return value < limit;
    case "$lte":
      return value <= limit;
    case "$gt":
      return value > limit;
    default:
      return value >= limit;
  }
}
