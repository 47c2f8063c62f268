import { EcephysError } from "@ecephys/files";
import { firstColumn, numbersOf } from "../charts/columns.ts";
import type { ChartSession } from "./chart-session.ts";

/** The units that were named, else the one with the highest firing rate. @throws an EcephysError "not-found" without units. */
export async function chosenUnits(
  session: ChartSession,
  {
    unitIds,
    signal,
  }: { readonly unitIds?: readonly number[] | undefined; readonly signal?: AbortSignal | undefined },
): Promise<readonly number[]> {
  if (unitIds && unitIds.length > 0) return unitIds;
  const units = await session.units({ signal });
  const ids = numbersOf(units, firstColumn(units, ["unit_id", "id"]) ?? "unit_id", "Choosing a unit");
  if (ids.length === 0)
    throw new EcephysError("not-found", {
      action: "Choosing a unit",
      resource: "the session",
      reason: "it has no units that pass its filters",
      remedy: "Open it with other unit filters",
    });
  if (!firstColumn(units, ["firing_rate"])) return [ids[0]!];
  const rates = numbersOf(units, "firing_rate", "Choosing a unit");
  return [ids[rates.reduce((top, rate, i) => (rate > (rates[top] ?? -1) ? i : top), 0)]!];
}
