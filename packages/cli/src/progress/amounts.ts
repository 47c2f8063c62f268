import type { PlannedAmount } from "@ecephys/core";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** "2.8 GB": up to three digits, in powers of 1000 as for disks and network speeds. */
export function bytesText(bytes: number): string {
  const unit = unitOf(bytes);
  return `${scaled(bytes, unit)} ${UNITS[unit]}`;
}

/** "1.3 of 2.8 GB"; without a total only the amount so far. */
export function bytesOfText(loaded: number, total: number | undefined): string {
  if (total === undefined) return bytesText(loaded);
  const unit = unitOf(total);
  const left = unitOf(loaded) === unit || loaded === 0 ? scaled(loaded, unit) : bytesText(loaded);
  return `${left} of ${bytesText(total)}`;
}

/** "1 file", "3 files". */
export function filesText(count: number): string {
  return countText(count, "file");
}

/** "1 row", "1,234 rows". */
export function countText(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** "3 files, 5.6 GB", "5 files, 5.6 GB and 2 of unknown size". */
export function amountText({ bytes, files, unknown }: PlannedAmount): string {
  if (unknown >= files && files > 0) return `${filesText(files)} of unknown size`;
  return `${filesText(files)}, ${bytesText(bytes)}${unknown === 0 ? "" : ` and ${unknown} of unknown size`}`;
}

/** "24 MB/s". */
export function rateText(bytesPerSecond: number): string {
  return `${bytesText(bytesPerSecond)}/s`;
}

/** "45 s", "6 min", "2 h 05 min", "3 d 4 h". */
export function durationText(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** "45 %"; never 100 before everything is there. */
export function percentText(loaded: number, total: number): string {
  return loaded >= total ? "100 %" : `${Math.floor((100 * loaded) / total)} %`;
}

function unitOf(bytes: number): number {
  let unit = 0;
  for (let value = bytes; value >= 999.5 && unit < UNITS.length - 1; value /= 1000) unit++;
  return unit;
}

function scaled(bytes: number, unit: number): string {
  const value = bytes / 1000 ** unit;
  return unit === 0 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
