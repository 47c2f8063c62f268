import { type ArgumentChecks, argumentChecks, type OptionNames } from "@ecephys/files";
import { type Drawing, Figure, type FigureOptions } from "./figure.ts";

const WIDTH = 640;

/** Checks a figure's options, and fills in its width. */
export function figureSetup<Options extends FigureOptions>(
  action: string,
  options: Options,
  names: OptionNames<Options>,
): { readonly checks: ArgumentChecks; readonly width: number; readonly height: number | undefined } {
  const checks = argumentChecks(action);
  checks.knownOptions(options, names);
  const width = checks.positive("width", options.width, "pixels") ?? WIDTH;
  return { checks, width, height: checks.positive("height", options.height, "pixels") };
}

/** A figure with the caller's title, where there is one. */
export function figure(drawing: Drawing, { title }: FigureOptions): Figure {
  return new Figure(title === undefined ? drawing : { ...drawing, title });
}
