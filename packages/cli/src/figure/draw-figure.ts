import { extname } from "node:path";
import { type Figure, type SessionFigureName, sessionFigure } from "@ecephys/charts/node";
import { EcephysError } from "@ecephys/files";
import type { Runtime } from "../io.ts";
import { type SpikeFlags, sessionFilters } from "../options/session-options.ts";
import type { SessionTarget } from "../options/session-target.ts";
import { writeOutput } from "../run/write-output.ts";
import { figureAsPng, type PictureFlags, writeToTerminal } from "../run/write-to-terminal.ts";
import { openTarget, type TargetFlags } from "../session/open-target.ts";
import { withWayToUnits } from "../session/way-to-units.ts";

export type FigureName = SessionFigureName;

/** The flags of `ecephys plot`. */
export interface DrawFlags extends SpikeFlags, TargetFlags, PictureFlags {
  readonly stimulus?: string | undefined;
  readonly intervals?: string | undefined;
  readonly align?: string | undefined;
  readonly by?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly bin?: number | undefined;
  readonly out?: string | undefined;
  readonly width: number;
  readonly theme: "auto" | "light" | "dark";
}

/**
 * Draws a figure of a session into a file, or into the terminal.
 * @throws an EcephysError "argument" for an extension that is neither .svg nor .png.
 */
export async function drawFigure(
  name: FigureName,
  target: SessionTarget,
  flags: DrawFlags,
  runtime: Runtime,
): Promise<void> {
  const write = writerOf(flags, runtime);
  const opened = await openTarget(target, flags, runtime);
  let figure: Figure;
  try {
    const session = await opened.session(sessionFilters(flags));
    try {
      figure = await sessionFigure(session, name, {
        unitIds: flags.unit,
        stimulus: flags.stimulus,
        intervals: flags.intervals,
        align: flags.align,
        by: flags.by,
        probe: flags.probe,
        binSize: flags.bin,
        width: flags.width,
        signal: runtime.signal,
        ...span(name, flags),
      });
    } catch (error) {
      throw withWayToUnits(error, target);
    } finally {
      await session.close();
    }
  } finally {
    await opened.close();
  }
  await write(figure);
}

function span(name: FigureName, { from, to }: DrawFlags) {
  if (name === "over-time" || name === "lfp" || name === "csd")
    return from === undefined || to === undefined ? {} : { time: [from, to] as const };
  return from === undefined && to === undefined ? {} : { window: [from ?? -0.1, to ?? 0.5] as const };
}

/** Decides where the figure goes before anything is read. */
function writerOf(flags: DrawFlags, runtime: Runtime): (figure: Figure) => Promise<void> {
  const { io, signal } = runtime;
  const { out, theme } = flags;
  const to = { out, io, signal, terminal: false, ownEscapes: true };
  const fixed = theme === "auto" ? "light" : theme;
  const ending = extname(out ?? "").toLowerCase();
  if (out !== undefined && out !== "-") {
    if (ending === ".png")
      return async (figure) => writeOutput([await figureAsPng(figure, fixed, flags, runtime)], to);
    if (ending === ".svg") return async (figure) => writeOutput([figure.svg({ theme })], to);
    throw new EcephysError("argument", {
      action: "Drawing a figure",
      resource: out,
      reason: "figures are written as SVG or PNG",
      remedy: "Use the extension .svg or .png",
    });
  }
  if (io.stdout.isTTY !== true) return async (figure) => writeOutput([figure.svg({ theme })], to);
  return (figure) => writeToTerminal(figure, flags, runtime);
}
