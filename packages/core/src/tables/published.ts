import { EcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { plain, requireColumn } from "./column.ts";
import { parseInstant } from "./instant.ts";
import { keepRows } from "./keep-rows.ts";
import type { Table } from "./table.ts";

/** The sessions published at or before an instant; those without a date of publication are left out ([note L5](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l5)). */
export function publishedSessions(sessions: ColumnTable, instant: number): Table {
  const source = plain(sessions);
  const dates = requireColumn(source, "published_at", "sessions");
  return keepRows(source, (row) => {
    const published = parseInstant(dates.at(row));
    return published !== undefined && published <= instant;
  });
}

/**
 * The instant of a `publishedAt`; undefined if there is none.
 * @throws an EcephysError "argument" if it is not a date.
 */
export function publishedInstant(publishedAt: string | Date | undefined): number | undefined {
  if (publishedAt === undefined) return undefined;
  const instant = parseInstant(publishedAt);
  if (instant !== undefined) return instant;
  throw new EcephysError("argument", {
    action: "Filtering by date of publication",
    resource: "publishedAt",
    reason: `${JSON.stringify(publishedAt)} is not a date`,
    remedy: 'Give an ISO 8601 date such as "2019-10-03", or a Date',
  });
}
