/** How a figure is coloured: by the reader's system setting, or fixed. */
export type Theme = "auto" | "light" | "dark";

/** What is coloured, by its name in a style sheet; a page may set these custom properties itself. */
type Token = `--ec-${string}`;

/** Okabe and Ito's colours, which are told apart with every kind of colour vision; lightened on dark ground. */
const LIGHT: Readonly<Record<Token, string>> = {
  "--ec-paper": "#ffffff",
  "--ec-ink": "#1b1f24",
  "--ec-muted": "#59636e",
  "--ec-grid": "#d8dee4",
  "--ec-band": "#eef1f4",
  "--ec-1": "#0072b2",
  "--ec-2": "#d55e00",
  "--ec-3": "#009e73",
  "--ec-4": "#aa4499",
  "--ec-5": "#b8860b",
  "--ec-6": "#56b4e9",
  "--ec-7": "#882255",
  "--ec-8": "#6b7280",
};
const DARK: Readonly<Record<Token, string>> = {
  "--ec-paper": "#12161c",
  "--ec-ink": "#e6edf3",
  "--ec-muted": "#9aa4af",
  "--ec-grid": "#30363d",
  "--ec-band": "#1d232b",
  "--ec-1": "#56b4e9",
  "--ec-2": "#ff8c42",
  "--ec-3": "#34c79a",
  "--ec-4": "#e39bd0",
  "--ec-5": "#f0c747",
  "--ec-6": "#8ecdf2",
  "--ec-7": "#f08ab0",
  "--ec-8": "#aab4bf",
};

export const INK = "var(--ec-ink)";
export const MUTED = "var(--ec-muted)";
export const PAPER = "var(--ec-paper)";
export const GRID = "var(--ec-grid)";
export const BAND = "var(--ec-band)";

const CATEGORIES = 8;

/** The colour of the `i`-th of several things, from 0; colours repeat after eight. */
export function categoryColor(i: number): string {
  return `var(--ec-${(i % CATEGORIES) + 1})`;
}

/** The figure's colours as a style sheet that follows the reader's setting. */
export function themeStyle(): string {
  return `.ec-figure{${declarations(LIGHT)}}@media (prefers-color-scheme:dark){.ec-figure{${declarations(DARK)}}}`;
}

/** The colours of one theme, for the style of an element. */
export function themeColors(theme: "light" | "dark"): string {
  return declarations(theme === "light" ? LIGHT : DARK);
}

function declarations(colors: Readonly<Record<Token, string>>): string {
  return Object.entries(colors)
    .map(([token, color]) => `${token}:${color}`)
    .join(";");
}

/** Text of an SVG with its colours filled in, for programs that know no custom properties. */
export function withColors(svg: string, theme: "light" | "dark"): string {
  const colors: Readonly<Record<string, string>> = theme === "light" ? LIGHT : DARK;
  return svg.replace(/var\((--ec-[a-z0-9]+)\)/g, (whole, token: string) => colors[token] ?? whole);
}
