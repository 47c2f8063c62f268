import type { ColumnTable } from "arquero";

type Arquero<Verb extends keyof ColumnTable> = ColumnTable[Verb] extends (...args: infer Args) => unknown
  ? Args
  : never;

/** A row whose columns are not declared: any name, any value. */
// biome-ignore lint/suspicious/noExplicitAny: what Arquero itself says of rows
export type AnyRow = Record<string, any>;

/** The names of a row's columns. */
export type ColumnName<Row> = keyof Row & string;

/** The table's parameters (`table.params({ least: 2 })`), as the second argument of a function of rows. */
export type Params = Record<string, unknown>;

/** A function of a row, or what Arquero accepts instead: a text, an operation (`op.mean("snr")`), `escape(…)`. */
export type RowExpression<Row> = ((row: Row, params: Params) => unknown) | string | object;

/** The sort key of rows: a column's name, a function of a row, `desc(…)` or `collate(…)` of either. */
export type OrderKey<Row> = ColumnName<Row> | ((row: Row, params: Params) => unknown) | number | object;

/** The columns that `derive` makes; operations have the type that Arquero declares, text expressions any. */
export type DerivedRow<Values> = {
  -readonly [Name in keyof Values]: Values[Name] extends (...args: never[]) => infer Value
    ? Value extends { toObject(): object }
      ? AnyRow[string]
      : Value
    : Values[Name] extends number
      ? number
      : AnyRow[string];
};

/** A row with some of its columns replaced and others added. */
export type Extended<Row, More> = {
  [Name in keyof Row | keyof More]: Name extends keyof More ? More[Name] : Row[Name & keyof Row];
};

/** A row with columns renamed according to the map. */
export type Renamed<Row, Names> = {
  [Name in keyof Row as Name extends keyof Names
    ? Names[Name] extends string
      ? Names[Name]
      : never
    : Name]: Row[Name];
};

/** The value type of a column requested by name and kind. */
export interface KindOfCell {
  number: number;
  text: string | null;
  boolean: boolean | null;
  list: readonly unknown[] | null;
}

/** Names of columns and the kinds of their cells. */
export type ColumnKinds = Readonly<Record<string, keyof KindOfCell>>;

/** The row that has these columns. */
export type RowOfKinds<Kinds> = {
  -readonly [Name in keyof Kinds]: Kinds[Name] extends keyof KindOfCell ? KindOfCell[Kinds[Name]] : never;
};

/**
 * The argument of overloads that cannot be called. A verb that returns rows of another type needs one that
 * returns `this`, as Arquero declares it: without it a typed table would not be assignable to ColumnTable.
 */
type Never = never;

/**
 * A table with a known row type: Arquero's ColumnTable, whose `get`, `array`, `objects`, iteration, `filter`,
 * `select`, `orderby` and `derive` know the columns of `Row`. It can be used wherever a ColumnTable can, and
 * has all of its verbs; a verb that makes other columns (`rollup`, `join`, `pivot`, …) returns a table of any
 * columns.
 *
 * A missing number is NaN, a missing text or boolean is null. An optional column (`has_nwb?`) is left out by
 * default. Columns beyond the row type are available through `withColumns`.
 *
 * A function given to `filter`, `derive` or `orderby` is called for every row as plain JavaScript, with its
 * closures and methods; one that calls an operation on columns (`op.mean(d.snr)`) is compiled by Arquero.
 * @throws an EcephysError "argument" from verbs: if a column does not exist, or if Arquero would compile an
 * expression into something different from what it says.
 * @example
 * import type { Table, UnitRow } from "@ecephys/core";
 *
 * const units: Table<UnitRow> = await cache.getUnits();
 * const visual = units.filter((d) => ["VISp", "VISl"].includes(d.ecephys_structure_acronym ?? ""));
 * for (const unit of visual) console.log(unit.id, unit.snr);
 * visual.orderby("snr").select("id", "snr").array("snr"); // number[]
 */
export interface Table<Row extends object = AnyRow> extends ColumnTable {
  /** The value of a column in a row, counted from 0 in the displayed order. @throws "argument" if there is no such column. */
  get<Name extends ColumnName<Row>>(name: Name, row?: number): Row[Name];
  /** A column's values, in the order of the rows; as an array of the given type (`Float64Array`), if any. */
  array<Name extends ColumnName<Row>>(name: Name): Row[Name][];
  array<Name extends ColumnName<Row>, Values>(name: Name, type: new (length: number) => Values): Values;
  array(name: Never): ReturnType<ColumnTable["array"]>;
  /** A row as an object. */
  object(row?: number): Row;
  /** The rows as objects, restricted by `columns`, `limit` and `offset`. */
  objects(options?: Arquero<"objects">[0]): Row[];
  /** The rows as objects, one after the other. */
  [Symbol.iterator](): Generator<Row>;
  /** A column's values by row. */
  getter<Name extends ColumnName<Row>>(name: Name): (row: number) => Row[Name];

  /** The rows for which a function returns true; `where(table, text)` does the same with a condition as text. */
  filter(criteria: RowExpression<Row>): this;
  /** The rows in the order of these keys: missing values come first, or last with `desc`. */
  orderby(...keys: (OrderKey<Row> | readonly OrderKey<Row>[])[]): this;
  orderby(keys: Never): this;
  /** Columns by name; by Arquero's helpers (`not("snr")`) or `{ old: "new" }`, a table of any columns. */
  select<Name extends ColumnName<Row>>(...columns: (Name | readonly Name[])[]): Table<Pick<Row, Name>>;
  select(...columns: (object | number)[]): Table;
  select(columns: Never): this;
  /** Adds (or replaces) columns, computed by functions of rows. */
  derive<Values extends Record<string, RowExpression<Row> | number>>(
    values: Values,
    options: Arquero<"derive">[1] & { drop: true },
  ): Table<DerivedRow<Values>>;
  derive<Values extends Record<string, RowExpression<Row> | number>>(
    values: Values,
    options?: Arquero<"derive">[1],
  ): Table<Extended<Row, DerivedRow<Values>>>;
  derive(values: Never): this;
  /** Renames columns. */
  rename<const Names extends { readonly [Name in ColumnName<Row>]?: string }>(
    names: Names,
  ): Table<Renamed<Row, Names>>;
  rename(names: Never): this;
  /** Sets values that expressions read as `$.name`; without an argument, returns the current ones. */
  params(): Params;
  params(values: Params): this;
  /** Groups rows by their values in these columns. */
  groupby(
    ...keys: (ColumnName<Row> | number | object | readonly (ColumnName<Row> | number | object)[])[]
  ): this;
  groupby(keys: Never): this;

  /**
   * The same table, typed with columns that its row type does not declare, such as additional metrics of a
   * backend or a file.
   * @throws an EcephysError "argument" if one of them does not exist or contains something else.
   * @example
   * const units = await cache.getUnits({ filterByValidity: false });
   * units.withColumns({ quality: "text" }).get("quality", 0); // string or null
   */
  withColumns<const Kinds extends ColumnKinds>(kinds: Kinds): Table<Extended<Row, RowOfKinds<Kinds>>>;

  assign(...tables: Arquero<"assign">): Table;
  assign(tables: Never): this;
  count(options?: Arquero<"count">[0]): Table;
  count(options: Never): this;
  rollup(values?: Arquero<"rollup">[0]): Table;
  rollup(values: Never): this;
  reduce(reducer: Arquero<"reduce">[0]): Table;
  reduce(reducer: Never): this;
  fold(values: Arquero<"fold">[0], options?: Arquero<"fold">[1]): Table;
  fold(values: Never): this;
  pivot(keys: Arquero<"pivot">[0], values: Arquero<"pivot">[1], options?: Arquero<"pivot">[2]): Table;
  pivot(keys: Never): this;
  spread(values: Arquero<"spread">[0], options?: Arquero<"spread">[1]): Table;
  spread(values: Never): this;
  unroll(values: Arquero<"unroll">[0], options?: Arquero<"unroll">[1]): Table;
  unroll(values: Never): this;
  lookup(...args: Arquero<"lookup">): Table;
  lookup(args: Never): this;
  join(...args: Arquero<"join">): Table;
  join(args: Never): this;
  join_left(...args: Arquero<"join_left">): Table;
  join_left(args: Never): this;
  join_right(...args: Arquero<"join_right">): Table;
  join_right(args: Never): this;
  join_full(...args: Arquero<"join_full">): Table;
  join_full(args: Never): this;
  cross(...args: Arquero<"cross">): Table;
  cross(args: Never): this;
}
