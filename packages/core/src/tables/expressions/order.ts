import { ColumnTable } from "arquero";
import { eachRow } from "./filter.ts";
import { type Reading, readExpression } from "./reading.ts";
import { valueOfRow } from "./rows-of.ts";

type Comparator = NonNullable<ReturnType<ColumnTable["comparator"]>>;
type Key = Parameters<ColumnTable["orderby"]>[0];

/**
 * The order of rows by keys of which at least one is a function of a row; undefined if none is.
 * @param compile The table in the order of a key that Arquero compiles.
 */
export function comparatorOf(
  table: ColumnTable,
  keys: readonly unknown[],
  compile: (key: Key) => ColumnTable,
): Comparator | undefined {
  const single = keys.flatMap(namedValues);
  const readings = single.map((key) => ({ key, reading: functionReading(key) }));
  if (!readings.some(({ reading }) => reading)) return undefined;
  const orders = readings.map(({ key, reading }) =>
    reading ? byValues(table, key, reading) : compile(key as Key).comparator()!,
  );
  return (a, b, data) => {
    for (const order of orders) {
      const result = order(a, b, data);
      if (result !== 0) return result;
    }
    return 0;
  };
}

/** Arquero takes `{ any: (d) => …, other: "snr" }` for several keys whose names do not matter. */
function namedValues(key: unknown): unknown[] {
  const isNamed = typeof key === "object" && key !== null && !("expr" in key) && isPlainObject(key);
  return isNamed ? Object.values(key as object) : [key];
}

function isPlainObject(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** How a key is called, if it is a function, possibly wrapped by `desc` or `collate`. */
function functionReading(key: unknown): Extract<Reading, { kind: "call" }> | undefined {
  const inner = (key as { expr?: unknown } | null | undefined)?.expr ?? key;
  if (typeof inner !== "function") return undefined;
  const reading = readExpression(inner);
  return reading.kind === "call" ? reading : undefined;
}

/** The order of a column of the function's values, with the direction and collation of the key. */
function byValues(table: ColumnTable, key: unknown, reading: Extract<Reading, { kind: "call" }>): Comparator {
  const value = valueOfRow(table, reading);
  const values = new Array<unknown>(table.totalRows());
  eachRow(table, (row) => {
    values[row] = value(row);
  });
  const { desc, collate } = (typeof key === "object" ? key : {}) as { desc?: unknown; collate?: unknown };
  const wrapped = { expr: VALUES, desc, collate, field: true, toString: () => VALUES };
  const sorted = new ColumnTable({ [VALUES]: values }).orderby(wrapped as Key);
  const order = sorted.comparator()!;
  const data = sorted.data();
  return (a, b) => order(a, b, data);
}

const VALUES = "values";
