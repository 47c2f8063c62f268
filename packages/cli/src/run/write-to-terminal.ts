import type { Figure } from "@ecephys/charts";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import { sanitise } from "../output/sanitise.ts";
import { rowsOf } from "../output/terminal-size.ts";
import { warningText } from "./report.ts";
import { type Protocol, pictureEscape, protocolOf } from "./terminal-picture.ts";
import { toPng } from "./to-png.ts";
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
      : [pictureEscape(await figureAsPng(figure, "light", flags, runtime), protocol), "\n"];
  await writeOutput(chunks, { out: undefined, io, signal, terminal: true, ownEscapes: true });
}

/** @throws as `toPng` does. */
export async function figureAsPng(
  figure: Figure,
  theme: "light" | "dark",
  flags: GlobalFlags,
  { io }: Runtime,
): Promise<Uint8Array> {
  const warn = (message: string) => {
    if (!flags.quiet) io.stderr.write(warningText(message, Boolean(flags.jsonErrors || flags.json)));
  };
  return toPng(figure.svg({ theme }), { scale: 2, warn });
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
