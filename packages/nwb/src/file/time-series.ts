import type { NwbFile } from "./nwb-file.ts";

/**
 * The values of a one-dimensional TimeSeries.
 * @throws an EcephysError "not-found" that names it.
 */
export function seriesData(file: NwbFile, path: string, action: string): Promise<Float64Array> {
  return file.numbers(`${path}/data`, action);
}

/** The times of a TimeSeries' samples in seconds: as written, or from its start and rate. */
export async function seriesTimes(file: NwbFile, path: string, action: string): Promise<Float64Array> {
  if (await file.dataset(`${path}/timestamps`)) return file.numbers(`${path}/timestamps`, action);
  const regular = await regularTimes(file, path, action);
  const length = (await file.requireDataset(`${path}/data`, action)).shape?.[0] ?? 0;
  return Float64Array.from({ length }, (_, i) => regular.start + i / regular.rate);
}

/**
 * Start in seconds and rate in Hz of a TimeSeries without timestamps.
 * @throws an EcephysError "not-found" where it has no rate either, "format" where start and rate give no times.
 */
export async function regularTimes(
  file: NwbFile,
  path: string,
  action: string,
): Promise<{ readonly start: number; readonly rate: number }> {
  const start = await file.scalar(`${path}/starting_time`);
  const { rate } = await file.scalarAttributes(`${path}/starting_time`, "rate");
  if (typeof start !== "number" || typeof rate !== "number") file.lack(`${path}/timestamps`, action);
  if (!(Number.isFinite(start) && rate > 0 && rate < Number.POSITIVE_INFINITY))
    file.damage(
      `${path}/starting_time`,
      action,
      `a start of ${start} s and a rate of ${rate} Hz give no times`,
    );
  return { start, rate };
}

/** The columns of a table must have equal lengths. */
export function requireEqualLengths(
  file: NwbFile,
  path: string,
  action: string,
  columns: Readonly<Record<string, ArrayLike<unknown>>>,
): void {
  const lengths = new Set(Object.values(columns).map((column) => column.length));
  if (lengths.size > 1) file.damage(path, action, `its series have lengths of ${[...lengths].join(", ")}`);
}
