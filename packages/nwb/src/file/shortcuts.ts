import { EcephysError } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import type { Content } from "./contents.ts";
import { type ContentKind, ELECTRODES } from "./kinds.ts";
import type { NwbFile } from "./nwb-file.ts";
import { nameOfPath } from "./outline.ts";

/** Names that mean one place each. */
const PLACES: Readonly<Record<string, string>> = {
  trials: "/intervals/trials",
  epochs: "/intervals/epochs",
  invalid_times: "/intervals/invalid_times",
};

/** The path of the units: `/units`, else of the one table of units that there is. */
export function unitsPath(file: NwbFile, contents: readonly Content[]): string | undefined {
  const found = contents.filter(({ kind }) => kind === "units");
  const own = found.find(({ path }) => path === "/units");
  return (own ?? onlyOf(file, "units", found))?.path;
}

export function electrodesPath(contents: readonly Content[]): string | undefined {
  return contents.find(({ path }) => path === ELECTRODES)?.path;
}

const SPEEDS = ["/processing/running/running_speed", "/processing/running/speed"];
const SPEED_NAMES = new Set(["runningspeed", "speed", "running", "runspeed", "locomotionspeed"]);

/** By unit, how many cm/s it is. */
export const SPEED_UNITS: Readonly<Record<string, number>> = { "cm/s": 1, "m/s": 100, "mm/s": 0.1 };

/** The path of the running speed, and how many cm/s its unit is; undefined where there is none, or more than one. */
export function runningSpeedPath(
  file: NwbFile,
  series: readonly (Content & { readonly unit?: string | undefined })[],
): string | undefined {
  const own = SPEEDS.find((path) => series.some((one) => one.path === path));
  if (own !== undefined) return own;
  const named = series.filter(
    ({ path, unit }) =>
      SPEED_NAMES.has(nameOfPath(path).toLowerCase().replaceAll("_", "")) &&
      unit !== undefined &&
      unit in SPEED_UNITS,
  );
  return onlyOf(file, "running_speed", named)?.path;
}

function onlyOf<Found extends Content>(
  file: NwbFile,
  what: string,
  found: readonly Found[],
): Found | undefined {
  if (found.length > 1)
    file.warnings.tell(
      what,
      "several candidates",
      `${found.length} could be meant, and none is taken: ${found.map(({ path }) => path).join(", ")}. Ask by path.`,
    );
  return found.length === 1 ? found[0] : undefined;
}

/**
 * The path that a path or a bare name stands for: a name where only one has it; `trials`, `epochs` and `invalid_times`
 * mean those of `/intervals`.
 * @throws an EcephysError "not-found" where there is none or more than one, with the paths.
 */
export function pathOf(
  file: NwbFile,
  contents: readonly Content[],
  name: string,
  kinds: readonly ContentKind[],
  what: string,
): string {
  const own = contents.filter(({ kind }) => kinds.includes(kind));
  const isAt = (path: string) => own.some((one) => one.path === path);
  const place = PLACES[name];
  if (place !== undefined) {
    if (isAt(place)) return place;
    throw notFound(file, what, name, `the file has no "${place}"`, own);
  }
  const path = name.startsWith("/") ? name : `/${name}`;
  if (isAt(path)) return path;
  const named = name.includes("/") ? [] : own.filter((one) => nameOfPath(one.path) === name);
  if (named.length === 1) return named[0]!.path;
  if (named.length > 1)
    throw notFound(
      file,
      what,
      name,
      `${named.length} have that name`,
      named,
      "Ask for one of them by its path",
    );
  const other = contents.find((one) => one.path === path);
  if (other) throw notFound(file, what, name, `"${path}" is of the kind "${other.kind}"`, own);
  throw notFound(file, what, name, `the file has no ${what} "${name}"`, own);
}

const MOST_NAMED = 12;

function notFound(
  file: NwbFile,
  what: string,
  name: string,
  reason: string,
  own: readonly Content[],
  remedy?: string,
): EcephysError {
  const paths = own.map(({ path }) => path);
  const meant = nearest(name, [...paths, ...paths.map(nameOfPath)]);
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : "";
  const listed = `It has: ${paths.slice(0, MOST_NAMED).join(", ")}${more}`;
  const advice = paths.length === 0 ? `It has no ${what}; contents() says what it has` : listed;
  return new EcephysError("not-found", {
    action: `Looking for ${what}`,
    resource: file.location,
    reason,
    remedy: remedy ? `${remedy}: ${paths.join(", ")}` : meant ? `Did you mean ${meant}? ${listed}` : advice,
  });
}
