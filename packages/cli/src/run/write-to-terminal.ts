import type { Figure } from "@ecephys/charts";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import { sanitise } from "../output/sanitise.ts";
import { rowsOf } from "../output/terminal-size.ts";
import { warningText } from "./report.ts";
import { type Protocol, pictureEscape, protocolOf, sixelEscape } from "./terminal-picture.ts";
import { toPixels, toPng } from "./to-png.ts";
import { useColor } from "./use-color.ts";
import { writeOutput } from "./write-output.ts";

/** How a figure is shown in a terminal. */
export interface PictureFlags extends GlobalFlags {
  readonly picture: "auto" | Protocol | "text";
}

/** The lines of a terminal that are kept free for titles, the axis and the prompt. */
const OTHER_LINES = 8;

/** Shows a figure as a picture where the terminal can show pictures, else with characters. */
export async function writeToTerminal(figure: Figure, flags: PictureFlags, runtime: Runtime): Promise<void> {
  const { io, signal } = runtime;
  const protocol = flags.picture === "auto" ? protocolOf(io.env) : flags.picture;
  const chunks =
    protocol === undefined || protocol === "text"
      ? [asCharacters(figure, flags, runtime)]
      : [await asPicture(figure, protocol, flags, runtime), "\n"];
  await writeOutput(chunks, { out: undefined, io, signal, terminal: true, ownEscapes: true });
}

async function asPicture(
  figure: Figure,
  protocol: Protocol,
  flags: PictureFlags,
  runtime: Runtime,
): Promise<string> {
  if (protocol !== "sixel")
    return pictureEscape(await figureAsPng(figure, "light", flags, runtime), protocol);
  // A sixel picture has the terminal's pixels, which cannot be asked for: one for each of the figure's.
  return sixelEscape(
    await toPixels(figure.svg({ theme: "light" }), { scale: 1, warn: fontWarning(flags, runtime) }),
  );
}

/** @throws as `toPng` does. */
export async function figureAsPng(
  figure: Figure,
  theme: "light" | "dark",
  flags: GlobalFlags,
  runtime: Runtime,
): Promise<Uint8Array> {
  return toPng(figure.svg({ theme }), { scale: 2, warn: fontWarning(flags, runtime) });
}

function fontWarning(flags: GlobalFlags, { io }: Runtime): (message: string) => void {
  return (message) => {
    if (!flags.quiet) io.stderr.write(warningText(message, Boolean(flags.jsonErrors || flags.json)));
  };
}

function asCharacters(figure: Figure, flags: PictureFlags, { io }: Runtime): string {
  const text = figure.text({
    columns: Math.max(40, Math.min(160, io.stdout.columns ?? 80)),
    rows: Math.max(8, Math.min(30, rowsOf(io.stdout) - OTHER_LINES)),
    color: useColor(flags, io),
  });
  return ownColorsOnly(text);
}

/** The escape sequences of `Figure.text`: colours of characters, and back. */
const OWN_COLORS = new RegExp(
  `(${String.fromCharCode(27)}\\[(?:0|38;2;\\d+;\\d+;\\d+(?:;48;2;\\d+;\\d+;\\d+)?)m)`,
);

/** The text without control characters of the file's; our colours stay. */
function ownColorsOnly(text: string): string {
  return text
    .split(OWN_COLORS)
    .map((part, i) => (i % 2 === 1 ? part : sanitise(part, { lines: true })))
    .join("");
}
