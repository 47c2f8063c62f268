import { columnInfo } from "@ecephys/core/columns";
import { EcephysError } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";

/**
 * Checks names given by the user against a table's columns.
 * @throws EcephysError "argument" that lists the columns.
 */
export function requireColumns(names: readonly string[], existing: readonly string[], option: string): void {
  const unknown = names.find((name) => !existing.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, existing);
  throw new EcephysError("argument", {
    action: `Reading ${option}`,
    resource: `"${unknown}"`,
    reason: "the column does not exist",
    remedy: `${near ? `Did you mean ${near}? ${meaningOf(near)}` : ""}The columns are ${existing.join(", ")}; \`ecephys columns\` says what they are`,
  });
}

function meaningOf(column: string): string {
  const info = columnInfo(column);
  return info === undefined ? "" : `${column}: ${info.meaning}. `;
}
