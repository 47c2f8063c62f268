/** A terminal's way to show a picture in the text. */
export type Protocol = "kitty" | "iterm2" | "sixel";

/**
 * The protocol of the terminal that these variables describe; undefined where none is known. The terminal itself is not
 * asked: its answer comes on the same line as what the user types ahead, which would be lost to the shell.
 */
export function protocolOf(env: Readonly<Record<string, string | undefined>>): Protocol | undefined {
  // Within tmux or screen the escapes would have to be wrapped, and often do not come through.
  if (env.TMUX || env.STY) return undefined;
  const { TERM = "", TERM_PROGRAM = "" } = env;
  if (env.KITTY_WINDOW_ID || TERM === "xterm-kitty" || TERM === "xterm-ghostty" || TERM_PROGRAM === "ghostty")
    return "kitty";
  if (TERM_PROGRAM === "iTerm.app" || TERM_PROGRAM === "WezTerm") return "iterm2";
  return showsSixel(env) ? "sixel" : undefined;
}

/** Terminals that show sixel pictures without being set up for it. */
const SIXEL_TERMS = /^(?:foot|mlterm|contour|yaft)(?:-|$)|sixel/;
/** The first version of Konsole that does, 22.04. */
const KONSOLE = 220_400;

function showsSixel(env: Readonly<Record<string, string | undefined>>): boolean {
  const { TERM = "", TERM_PROGRAM = "", KONSOLE_VERSION, VTE_VERSION, XTERM_VERSION } = env;
  if (SIXEL_TERMS.test(TERM) || TERM_PROGRAM === "mintty") return true;
  // A terminal that was started from Konsole inherits its variable, and says who it is beside it.
  const isOther = [VTE_VERSION, XTERM_VERSION, TERM_PROGRAM].some(
    (value) => value !== undefined && value !== "",
  );
  return !isOther && Number(KONSOLE_VERSION) >= KONSOLE;
}

/** Base64 characters in one escape sequence of kitty's protocol. */
const CHUNK = 4096;

/** The escape sequences that show a PNG. */
export function pictureEscape(png: Uint8Array, protocol: Exclude<Protocol, "sixel">): string {
  const data = Buffer.from(png).toString("base64");
  if (protocol === "iterm2") return `\u001b]1337;File=inline=1;size=${png.length}:${data}\u0007`;
  let text = "";
  for (let at = 0; at < data.length; at += CHUNK) {
    const more = at + CHUNK < data.length ? 1 : 0;
    const control = at === 0 ? `a=T,f=100,q=2,m=${more}` : `m=${more}`;
    text += `\u001b_G${control};${data.slice(at, at + CHUNK)}\u001b\\`;
  }
  return text;
}

/** Colours of a sixel picture, as many as terminals have registers for. */
const MOST_COLORS = 256;

/** The escape sequence that shows pixels, four bytes each, as a sixel picture. */
export async function sixelEscape({ pixels, width, height }: Pixels): Promise<string> {
  const { image2sixel } = await import("sixel");
  return image2sixel(pixels, width, height, MOST_COLORS, 1);
}

/** An image: red, green, blue and opacity of each pixel, row by row. */
export interface Pixels {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}
