/** The strings that pandas reads as a missing value. */
const MISSING = new Set([
  "",
  "NA",
  "N/A",
  "NaN",
  "nan",
  "null",
  "NULL",
  "n/a",
  "<NA>",
  "#N/A",
  "-nan",
  "-NaN",
]);

/**
 * The dtype that `pandas.read_csv` gives a column of these cells: int64 where all are integers and none is
 * missing, float64 for numbers (and if all are missing), bool where all are True or False, else object.
 */
export function pandasDtype(cells: readonly string[]): "int64" | "float64" | "bool" | "object" {
  const present = cells.filter((cell) => !MISSING.has(cell));
  const hasMissing = present.length < cells.length;
  if (present.every((cell) => /^[+-]?\d+$/.test(cell))) return hasMissing ? "float64" : "int64";
  if (present.every((cell) => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$|^[+-]?inf$/.test(cell)))
    return "float64";
  return !hasMissing && present.every((cell) => cell === "True" || cell === "False") ? "bool" : "object";
}

/** The columns of a CSV (quotes as RFC 4180 has them), by name. */
export function csvColumns(text: string): Map<string, string[]> {
  const [header = [], ...rows] = csvRows(text);
  return new Map(header.map((name, at) => [name, rows.map((row) => row[at] ?? "")]));
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (end === "" && row.length === 0 && quoted === undefined && plain === "") break;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
