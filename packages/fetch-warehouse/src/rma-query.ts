import { EcephysError } from "@ecephys/files";

/** What a column may be compared with. */
export type RmaValue = number | string | boolean;

/** `[column$eqvalue]`, or `[column$invalue,value]`. */
export interface RmaFilter {
  readonly column: string;
  readonly operator: "eq" | "in";
  readonly values: readonly RmaValue[];
}

/** `name[filter](association)`: records that belong to a record, with conditions of their own. */
export interface RmaAssociation {
  readonly name: string;
  readonly filters?: readonly RmaFilter[] | undefined;
  readonly of?: readonly RmaAssociation[] | undefined;
}

/** `column`, or `column as alias`, of the tabular form. */
export interface RmaTabularColumn {
  readonly column: string;
  readonly as?: string | undefined;
}

/** A query of the warehouse's RMA service, as data. */
export interface RmaQuery {
  readonly model: string;
  /** Conditions on the model's own columns, written behind its name. */
  readonly where?: readonly RmaFilter[] | undefined;
  /** Further `rma::criteria`: conditions on own columns, or on associated records. */
  readonly criteria?: readonly (RmaFilter | RmaAssociation)[] | undefined;
  /** Associated records to nest into each record. */
  readonly include?: readonly RmaAssociation[] | undefined;
  /** Columns of the tabular form, in which every value is text. */
  readonly tabular?: readonly RmaTabularColumn[] | undefined;
}

/** Which rows of the answer. */
export interface RmaRows {
  readonly start: number;
  readonly count: number;
}

export const equals = (column: string, value: RmaValue): RmaFilter => ({
  column,
  operator: "eq",
  values: [value],
});

export const isIn = (column: string, values: readonly RmaValue[]): RmaFilter => ({
  column,
  operator: "in",
  values,
});

/**
 * The query's text, not yet encoded: "criteria=model::EcephysUnit,rma::criteria[id$in1,2],rma::options[…]",
 * ordered by id. Names have to be names and ids safe integers; text is quoted.
 * @throws an EcephysError "argument" for anything that could change the query's meaning.
 */
export function rmaText(query: RmaQuery, rows: RmaRows): string {
  const parts = [`model::${name(query.model)}${filters(query.where)}`];
  for (const criterion of query.criteria ?? []) {
    parts.push(
      "column" in criterion ? `rma::criteria${filter(criterion)}` : `rma::criteria,${association(criterion)}`,
    );
  }
  if (query.include) parts.push(`rma::include,${query.include.map(association).join(",")}`);
  if (query.tabular) parts.push(`rma::options[tabular$eq'${query.tabular.map(tabularColumn).join(",")}']`);
  parts.push(
    `rma::options[start_row$eq${integer(rows.start)}][num_rows$eq${integer(rows.count)}][order$eq'id']`,
  );
  return `criteria=${parts.join(",")}`;
}

/** Encodes a query's text for a URL; RMA's own punctuation stays readable where URLs allow it. */
export function encodeRma(text: string): string {
  const assignment = text.indexOf("=") + 1;
  const encoded = encodeURIComponent(text.slice(assignment)).replace(
    /%(24|2C|3A)/g,
    (code) => READABLE[code] ?? code,
  );
  return text.slice(0, assignment) + encoded;
}

const READABLE: Readonly<Record<string, string>> = { "%24": "$", "%2C": ",", "%3A": ":" };

function filters(list: readonly RmaFilter[] = []): string {
  return list.map(filter).join("");
}

function filter({ column, operator, values }: RmaFilter): string {
  if (values.length === 0 || (operator === "eq" && values.length !== 1)) {
    throw refused(`the condition on ${column}`, `it has ${values.length} values`);
  }
  return `[${name(column)}$${operator}${values.map(value).join(",")}]`;
}

function association({ name: of, filters: own, of: children = [] }: RmaAssociation): string {
  const nested = children.length === 0 ? "" : `(${children.map(association).join(",")})`;
  return name(of) + filters(own) + nested;
}

function tabularColumn({ column, as }: RmaTabularColumn): string {
  return as === undefined ? name(column) : `${name(column)} as ${name(as)}`;
}

function value(given: RmaValue): string {
  if (typeof given === "boolean") return String(given);
  return typeof given === "number" ? integer(given) : quoted(given);
}

/** @throws an EcephysError "argument" where a value is not an id. */
export function requireId(given: unknown): void {
  if (Number.isSafeInteger(given) && (given as number) >= 0) return;
  throw refused(String(given), "it is not an id: ids are whole numbers, 0 or more");
}

function integer(given: number): string {
  requireId(given);
  return String(given);
}

/** RMA has no way to escape, so text with a meaning of its own in a query cannot be asked for. */
function quoted(given: string): string {
  if (given !== "" && !/[\p{C}'"\\[\]$]/u.test(given)) return `'${given}'`;
  throw refused(JSON.stringify(given), "quotes, brackets, $, \\ and control characters cannot be asked for");
}

function name(given: string): string {
  if (/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/.test(given)) return given;
  throw refused(JSON.stringify(given), "it is not the name of a model, column or association");
}

function refused(resource: string, reason: string): EcephysError {
  return new EcephysError("argument", {
    action: "Building a query for the warehouse",
    resource,
    reason,
    remedy: "Use ids and names as the tables have them.",
  });
}
