import type { ChartSession } from "./chart-session.ts";

/** Where channels lie on their probes, µm; NaN for those that the session does not know. */
export async function channelPlaces(
  session: ChartSession,
  ids: ArrayLike<number>,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<{ readonly horizontal: number[]; readonly vertical: number[] }> {
  const channels = await session.channels({ signal });
  const rowOf = new Map(Array.from(channels.array("id") as ArrayLike<number>, (id, row) => [id, row]));
  const place = (column: string) =>
    Array.from(ids, (id) => {
      const row = rowOf.get(id);
      return row === undefined ? Number.NaN : Number(channels.get(column, row) ?? Number.NaN);
    });
  return { horizontal: place("probe_horizontal_position"), vertical: place("probe_vertical_position") };
}
