import type { ColumnTable } from "arquero";
import { eachRow } from "./filter.ts";
import { type Reading, readExpression } from "./reading.ts";
import { valueOfRow } from "./rows-of.ts";

type Values = Parameters<ColumnTable["derive"]>[0];
type Options = NonNullable<Parameters<ColumnTable["derive"]>[1]>;
type Data = ReturnType<ColumnTable["data"]>;

/** A table whose columns can be passed on as they are stored. */
interface Stored extends ColumnTable {
  storedData(): Data;
}

/**
 * The table with more columns. Each is computed from the columns of the given table, in any order.
 * @param compile Arquero's result for the expressions that it compiles.
 */
export function deriveColumns<T extends Stored>(
  table: T,
  values: Values,
  options: Options,
  compile: (values: Values, options: Options) => T,
): T {
  const readings = Object.entries(values).map(([name, value]) => ({
    name,
    value,
    reading: readExpression(value),
  }));
  const rest = readings.filter(({ reading }) => reading.kind === "compile");
  if (rest.length === readings.length) return compile(values, options);
  const ofRest: Values = Object.fromEntries(rest.map(({ name, value }) => [name, value]));
  const others = rest.length === 0 ? undefined : compile(ofRest, { drop: true });
  const derived: Data = {};
  for (const { name, reading } of readings)
    derived[name] = reading.kind === "call" ? valuesOfRows(table, reading) : others!.column(name)!;
  return placed(table, derived, options);
}

function valuesOfRows(table: ColumnTable, reading: Extract<Reading, { kind: "call" }>): unknown[] {
  const value = valueOfRow(table, reading);
  const values = new Array<unknown>(table.totalRows());
  eachRow(table, (row) => {
    values[row] = value(row);
  });
  return values;
}

function placed<T extends Stored>(table: T, derived: Data, options: Options): T {
  const data = options.drop ? derived : { ...table.storedData(), ...derived };
  const added = Object.keys(derived).filter((name) => options.drop || !table.columnNames().includes(name));
  const names = options.drop ? added : [...table.columnNames(), ...added];
  const result = table.create({ data, names });
  const isPlaced = !options.drop && (options.before != null || options.after != null);
  return isPlaced ? result.relocate(added, options) : result;
}
