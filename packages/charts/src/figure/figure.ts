import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { renderSketch } from "../text/render.ts";
import type { Sketch } from "../text/sketch.ts";
import { currentDocument } from "./document.ts";
import { BAND, INK, MUTED, PAPER, type Theme, themeColors, themeStyle, withColors } from "./theme.ts";

/** What every figure may be given. */
export interface FigureOptions {
  /** In place of the figure's own title. */
  readonly title?: string | undefined;
  /** Width in CSS pixels, 640 by default. */
  readonly width?: number | undefined;
  /** Height of the drawing without its titles, in CSS pixels; fitting by default. */
  readonly height?: number | undefined;
}

export const FIGURE_OPTIONS: OptionNames<FigureOptions> = { title: true, width: true, height: true };

/** How a figure is coloured. */
export interface SvgOptions {
  /**
   * "auto" (by default) follows the reader's setting by a style sheet within the SVG; "light" and "dark" have their
   * colours written out, for programs that read no style sheets, such as converters to PNG.
   */
  readonly theme?: Theme | undefined;
}

const SVG_OPTIONS: OptionNames<SvgOptions> = { theme: true };

/** Room and means of the terminal that a figure is written to. */
export interface TextOptions {
  /** Characters across, 80 by default. */
  readonly columns?: number | undefined;
  /** Characters down, of the drawing without its title and axis; 16 by default. */
  readonly rows?: number | undefined;
  /** Whether to use colours (24 bit escape sequences); false by default. */
  readonly color?: boolean | undefined;
}

const TEXT_OPTIONS: OptionNames<TextOptions> = { columns: true, rows: true, color: true };

/** What a figure shows, before it is drawn. */
export interface Drawing {
  readonly title: string;
  /** A second line below the title. */
  readonly subtitle?: string | undefined;
  /** What can be seen, in a sentence, for those who cannot see it. */
  readonly description: string;
  readonly width: number;
  /** The numbers that are drawn, one row per mark. */
  readonly table: () => ColumnTable;
  /** Names and colours of what is drawn in several colours. */
  readonly legend?: readonly LegendEntry[] | undefined;
  /** The same for a terminal without pictures. */
  readonly sketch: () => Sketch;
  /** Draws the panels, from top to bottom. */
  readonly panels: (document: Document) => readonly Element[];
}

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
}

const SVG = "http://www.w3.org/2000/svg";
const PADDING = 12;
const FONT = "system-ui, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

/**
 * A figure: one SVG with a title, axes with units, and a description for screen readers; light or dark as the reader
 * prefers.
 */
export class Figure {
  readonly #drawing: Drawing;

  /** Figures are made by the functions of this package. */
  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  /** The line above the figure. */
  get title(): string {
    return this.#drawing.title;
  }

  /** What can be seen, in words: the SVG's `desc`. */
  get description(): string {
    return this.#drawing.description;
  }

  /** The numbers that are drawn, one row per mark. */
  table(): ColumnTable {
    return this.#drawing.table();
  }

  /**
   * The SVG element, for a page: `container.append(figure.element())`. With a theme its colours stay; with "auto" they
   * follow the reader's setting, and are the custom properties `--ec-…`, which the page's style sheet may set.
   * @throws an EcephysError "argument" in Node, unless imported from `@ecephys/charts/node`.
   */
  element(options: SvgOptions = {}): SVGSVGElement {
    const theme = themeOf(options, "Drawing a figure");
    const element = assemble(this.#drawing, currentDocument());
    if (theme !== "auto")
      element.setAttribute("style", `${element.getAttribute("style")};${themeColors(theme)}`);
    return element;
  }

  /**
   * The figure drawn with characters (braille dots, blocks), for a terminal that cannot show pictures. Long figures are
   * simplified; the numbers are in `table()`. Text of the file may hold control characters: clean it before writing.
   */
  text(options: TextOptions = {}): string {
    const checks = argumentChecks("Writing a figure as text");
    checks.knownOptions(options, TEXT_OPTIONS);
    const columns = checks.count("columns", options.columns, 20, 1000) ?? 80;
    const rows = checks.count("rows", options.rows, 4, 1000) ?? 16;
    const { title, subtitle, sketch } = this.#drawing;
    const lines = renderSketch(sketch(), { columns, rows, color: options.color ?? false });
    return [title, ...(subtitle ? [subtitle] : []), ...lines, ""].join("\n");
  }

  /**
   * The SVG as text, complete as a file.
   * @example
   * import { writeFile } from "node:fs/promises";
   * import { sessionFigure } from "@ecephys/charts/node";
   *
   * const figure = await sessionFigure(session, "quality");
   * await writeFile("data/figure.svg", figure.svg());
   */
  svg(options: SvgOptions = {}): string {
    const theme = themeOf(options, "Writing a figure as SVG");
    const text = textOf(withShortNumbers(this.element()));
    return theme === "auto" ? text : withColors(text, theme);
  }
}

function themeOf(options: SvgOptions, action: string): Theme {
  const checks = argumentChecks(action);
  checks.knownOptions(options, SVG_OPTIONS);
  const { theme = "auto" } = options;
  if (!["auto", "light", "dark"].includes(theme))
    throw checks.refusal("the option theme", theme, '"auto", "light" or "dark"');
  return theme;
}

const COORDINATES = ["d", "transform", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"];

/** Places to a hundredth of a pixel: more digits would make up a third of the file. */
function withShortNumbers(root: Element): Element {
  for (const element of partsOf(root))
    for (const name of COORDINATES) {
      const value = element.getAttribute(name);
      if (value !== null && /\.\d{3}/.test(value))
        element.setAttribute(
          name,
          value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)))),
        );
    }
  return root;
}

/** All elements within one, from top to bottom. */
export function partsOf(element: Element): Element[] {
  return Array.from(element.children).flatMap((child) => [child, ...partsOf(child)]);
}

/** XML, also where a page would write its elements as HTML. */
function textOf(element: Element): string {
  return typeof XMLSerializer === "undefined"
    ? element.outerHTML
    : new XMLSerializer().serializeToString(element);
}

/** Titles, legend and panels below one another in one SVG. */
function assemble(drawing: Drawing, document: Document): SVGSVGElement {
  const { width, title, subtitle, legend = [] } = drawing;
  const root = svgElement(document, "svg", {
    xmlns: SVG,
    class: "ec-figure",
    role: "img",
    "aria-label": title,
    "font-family": FONT,
    "font-size": "12",
    fill: INK,
    color: INK,
  });
  root.append(
    textElement(document, "title", title),
    textElement(document, "desc", drawing.description),
    textElement(document, "style", themeStyle()),
  );
  const ground = svgElement(document, "rect", { x: "0", y: "0", fill: PAPER });
  root.append(ground);
  let y = PADDING + 14;
  for (const line of wrapped(title, (width - 2 * PADDING) / 9)) {
    root.append(textAt(document, PADDING, y, line, { "font-size": "15", "font-weight": "600" }));
    y += 19;
  }
  for (const line of subtitle ? wrapped(subtitle, (width - 2 * PADDING) / 6.8) : []) {
    root.append(textAt(document, PADDING, y, line, { fill: MUTED }));
    y += 16;
  }
  y = drawLegend(document, root, legend, width, y);
  y -= 8;
  for (const panel of drawing.panels(document)) {
    panel.setAttribute("y", String(y));
    root.append(panel);
    y += Number(panel.getAttribute("height"));
  }
  const height = Math.ceil(y + PADDING / 2);
  for (const [name, value] of Object.entries({ width, height })) {
    root.setAttribute(name, String(value));
    ground.setAttribute(name, String(value));
  }
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  root.setAttribute("style", "max-width:100%;height:auto");
  return root as unknown as SVGSVGElement;
}

/** Coloured squares with names, in as many lines as they need. @returns where the next line begins. */
function drawLegend(
  document: Document,
  root: Element,
  legend: readonly LegendEntry[],
  width: number,
  top: number,
): number {
  if (legend.length === 0) return top;
  let [x, y] = [PADDING, top];
  for (const { label, color } of legend) {
    const needed = 18 + label.length * 6.6 + 14;
    if (x > PADDING && x + needed > width) [x, y] = [PADDING, y + 18];
    root.append(
      svgElement(document, "rect", {
        x: String(x),
        y: String(y - 9),
        width: "11",
        height: "11",
        rx: "2",
        fill: color,
        stroke: BAND,
      }),
      textAt(document, x + 16, y, label, {}),
    );
    x += needed;
  }
  return y + 16;
}

/** Words in lines of at most so many characters. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > most) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

export function svgElement(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function textElement(document: Document, name: string, text: string): Element {
  const element = document.createElementNS(SVG, name);
  element.textContent = text;
  return element;
}

function textAt(
  document: Document,
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string>>,
): Element {
  const element = svgElement(document, "text", { x: String(x), y: String(y), ...attributes });
  element.textContent = text;
  return element;
}
