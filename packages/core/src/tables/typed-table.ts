import { escape as asIs, ColumnTable } from "arquero";
import type { Column } from "./column-values.ts";
import { canCompile, compiled, compiling } from "./expressions/compiling.ts";
import { deriveColumns } from "./expressions/derive.ts";
import { filterRows } from "./expressions/filter.ts";
import { requireKinds } from "./expressions/kinds.ts";
import { comparatorOf } from "./expressions/order.ts";
import { checkCompiled, readExpression } from "./expressions/reading.ts";
import { requireColumnOf, rowObjects } from "./expressions/rows-of.ts";
import { GatheredNumbers, readable } from "./gathered.ts";

export type ColumnData = ConstructorParameters<typeof ColumnTable>[0];
type Of<Verb extends keyof ColumnTable> = ColumnTable[Verb] extends (...args: infer Args) => unknown
  ? Args
  : never;

/**
 * The implementation of `Table`: Arquero's table, with functions of rows called as plain JavaScript instead of
 * being compiled from their text. Expressions that Arquero compiles are first checked for what it would
 * misread. Arquero's verbs keep the class of their table.
 */
export class EcephysTable extends ColumnTable {
  readonly #stored: ColumnData;

  constructor(...given: ConstructorParameters<typeof ColumnTable>) {
    super(...given);
    this.#stored = super.data();
    const data = readableData(this.#stored);
    // All of Arquero's methods read their columns from this property.
    if (data !== this.#stored) Object.defineProperty(this, "_data", { value: data });
  }

  /** The columns as they are stored: numbers of a join that nobody has read yet are not gathered for it. */
  storedData(): ColumnData {
    return this.#stored;
  }

  override create(options: Parameters<ColumnTable["create"]>[0] = {}): this {
    if (options.data) return super.create(options);
    return super.create({ ...options, data: this.#stored, names: options.names ?? this.columnNames() });
  }

  override filter(...[criteria]: Of<"filter">): this {
    const reading = readExpression(criteria);
    return reading.kind === "call"
      ? filterRows(this, reading)
      : compiled(criteria, () => super.filter(criteria));
  }

  override derive(...[values, options = {}]: Of<"derive">): this {
    return deriveColumns(this, values, options, (rest, how) => compiled(rest, () => super.derive(rest, how)));
  }

  override orderby(...keys: Of<"orderby">): this {
    requireNames(this, keys, "orderby");
    const order = comparatorOf(this, keys.flat(), (key) => compiled(key, () => super.orderby(key)));
    if (order !== undefined) return this.create({ order });
    return compiling("orderby", () => super.orderby(...keys));
  }

  override select(...columns: Of<"select">): this {
    requireNames(this, columns, "select");
    return super.select(...columns);
  }

  override groupby(...keys: Of<"groupby">): this {
    requireNames(this, keys, "groupby");
    return compiling("groupby", () => super.groupby(...callable(keys)));
  }

  override dedupe(...keys: Of<"dedupe">): this {
    return compiling("dedupe", () => super.dedupe(...callable(keys)));
  }

  override rollup(...[values]: Of<"rollup">): this {
    checkEach(values);
    return compiled(values, () => super.rollup(values));
  }

  override fold(...[values, options]: Of<"fold">): this {
    return compiling("fold", () => super.fold(...(callable([values]) as [typeof values]), options));
  }

  override unroll(...[values, options]: Of<"unroll">): this {
    return compiling("unroll", () => super.unroll(...(callable([values]) as [typeof values]), options));
  }

  override spread(...[values, options]: Of<"spread">): this {
    return compiling("spread", () => super.spread(...(callable([values]) as [typeof values]), options));
  }

  override pivot(...[keys, values, options]: Of<"pivot">): this {
    for (const value of [values].flat()) checkEach(value);
    return compiling("pivot", () => super.pivot(...(callable([keys]) as [typeof keys]), values, options));
  }

  override impute(...[values, options]: Of<"impute">): this {
    checkEach(values);
    return compiled(values, () => super.impute(values, options));
  }

  override join(...[other, on, values, options]: Of<"join">): this {
    checkCompiled(on);
    return compiled(on, () => super.join(other, on, values, options));
  }

  override get(...[name, row]: Of<"get">): unknown {
    requireColumnOf(this, name, `get(${JSON.stringify(name)})`);
    return super.get(name, row);
  }

  override array(...[name, ofValues]: Of<"array">): ReturnType<ColumnTable["array"]> {
    requireColumnOf(this, name, `array(${JSON.stringify(name)})`);
    return super.array(name, ofValues);
  }

  withColumns(kinds: Readonly<Record<string, string>>): this {
    requireKinds(this, kinds);
    return this;
  }

  override object(row = 0): object {
    if (canCompile()) return super.object(row);
    return rowObjects(this)(this.isFiltered() || this.isOrdered() ? this.indices()[row]! : row);
  }

  override objects(options: Of<"objects">[0] = {}): object[] {
    if (canCompile() || options.grouped) return super.objects(options);
    const shown = options.columns === undefined ? this : this.select(options.columns);
    const rowOf = rowObjects(shown);
    const objects: object[] = [];
    shown.scan((row) => objects.push(rowOf(row!)), true, options.limit, options.offset);
    return objects;
  }

  override *[Symbol.iterator](): Generator<object> {
    if (canCompile()) yield* { [Symbol.iterator]: () => super[Symbol.iterator]() };
    else yield* this.objects();
  }
}

/** The columns by name, each as tables give it away; numbers of a join are gathered when their column is asked for. */
function readableData(stored: ColumnData): ColumnData {
  if (!Object.values(stored).some((column) => column instanceof GatheredNumbers)) return stored;
  const data: ColumnData = {};
  for (const name of Object.keys(stored)) {
    const column = stored[name] as Column;
    const get = () => readable(column);
    Object.defineProperty(data, name, { get, enumerable: true });
  }
  return Object.freeze(data);
}

/** @throws an EcephysError "argument" if one of the names is not a column. */
function requireNames(table: ColumnTable, given: readonly unknown[], verb: string): void {
  for (const name of given.flat())
    if (typeof name === "string") requireColumnOf(table, name, `${verb}(${JSON.stringify(name)})`);
}

/** Functions among the named values of keys (`{ name: (d) => … }`) as functions that Arquero calls instead of compiling. */
function callable<Keys extends readonly unknown[]>(keys: Keys): Keys {
  return keys.flat().map((key) => {
    if (typeof key !== "object" || key === null || "expr" in key) return key;
    if (Object.getPrototypeOf(key) !== Object.prototype) return key;
    return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, calledOrCompiled(value)]));
  }) as unknown as Keys;
}

function calledOrCompiled(value: unknown): unknown {
  const reading = readExpression(value);
  return reading.kind === "call" ? asIs(reading.call) : value;
}

function checkEach(values: unknown): void {
  if (typeof values === "object" && values !== null)
    for (const value of Object.values(values)) checkCompiled(value);
}
