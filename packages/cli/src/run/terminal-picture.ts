/** A terminal's way to show a picture in the text. */
export type Protocol = "kitty" | "iterm2";

/** The protocol of the terminal that these variables describe; undefined where none is known. */
export function protocolOf(env: Readonly<Record<string, string | undefined>>): Protocol | undefined {
  // Within tmux or screen the escapes would have to be wrapped, and often do not come through.
  if (env.TMUX || env.STY) return undefined;
  const { TERM = "", TERM_PROGRAM = "" } = env;
  if (env.KITTY_WINDOW_ID || TERM === "xterm-kitty" || TERM === "xterm-ghostty" || TERM_PROGRAM === "ghostty")
    return "kitty";
  if (TERM_PROGRAM === "iTerm.app" || TERM_PROGRAM === "WezTerm") return "iterm2";
  return undefined;
}

/** Base64 characters in one escape sequence of kitty's protocol. */
const CHUNK = 4096;

/** The escape sequences that show a PNG. */
export function pictureEscape(png: Uint8Array, protocol: Protocol): string {
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
