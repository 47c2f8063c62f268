import * as analysis from "@ecephys/analysis";
import * as charts from "@ecephys/charts/node";
import * as core from "@ecephys/core";
import * as arquero from "@ecephys/core/arquero";
import * as s3 from "@ecephys/fetch-s3";
import * as files from "@ecephys/files";
import * as nwb from "@ecephys/nwb";

type Drawing = (...args: unknown[]) => unknown;
type Exports = Readonly<Record<string, unknown>>;

/** What cells may import. The figures are those that need no page, since cells run in a worker. */
const PACKAGES: Readonly<Record<string, Exports>> = {
  "@ecephys/analysis": analysis,
  "@ecephys/charts": charts,
  "@ecephys/core": core,
  "@ecephys/core/arquero": arquero,
  "@ecephys/fetch-s3": s3,
  "@ecephys/files": files,
  "@ecephys/nwb": nwb,
  arquero,
};

/** Where functions that draw take their options; those that are missing draw nothing. */
const OPTIONS_AT: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    "correlogram csd eye lfp psth psthHeatmap qualityMetrics raster receptiveField running scene stimulusTimeline structures tuningCurve unitsByDepth waveforms"
      .split(" ")
      .map((name) => [name, 1]),
  ),
  movieFrame: 2,
  sessionFigure: 2,
};

/**
 * What a cell imports: an export of a package, or all of them for "*".
 * @param width Of figures for which the cell gives none.
 * @throws an Error that names what there is.
 */
export function imported(from: string, name: string, width: number): unknown {
  const exports = PACKAGES[from];
  if (!exports)
    throw new Error(
      `"${from}" cannot be imported in this page. There are ${Object.keys(PACKAGES).join(", ")}.`,
    );
  if (name === "*")
    return Object.fromEntries(Object.keys(exports).map((one) => [one, imported(from, one, width)]));
  if (!Object.hasOwn(exports, name)) throw new Error(`"${from}" has no export ${name}.`);
  const value = exports[name];
  const at = from === "@ecephys/charts" ? OPTIONS_AT[name] : undefined;
  return at === undefined || typeof value !== "function" ? value : fitted(value as Drawing, at, width);
}

/** The same function, whose figures are as wide as the page where no width is given. */
function fitted(draw: Drawing, at: number, width: number): Drawing {
  return (...args) => {
    const given = args.slice();
    given[at] = { width, ...(given[at] as object | undefined) };
    return draw(...given);
  };
}
