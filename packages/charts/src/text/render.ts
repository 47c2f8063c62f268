import { brief } from "../numbers/range.ts";
import { BrailleCanvas } from "./braille.ts";
import type { MapSketch, PointsSketch, RowsSketch, Sketch } from "./sketch.ts";

/** Room and means of a terminal. */
export interface TextSize {
  /** Characters across. */
  readonly columns: number;
  /** Characters down, of the drawing itself. */
  readonly rows: number;
  /** Whether colours may be used (24 bit escapes). */
  readonly color: boolean;
}

/** Okabe and Ito's colours, readable on light and dark ground. */
const COLORS = [
  [86, 180, 233],
  [213, 94, 0],
  [0, 158, 115],
  [204, 121, 167],
  [200, 140, 0],
  [0, 114, 178],
  [170, 80, 120],
  [120, 130, 140],
] as const;
const RESET = "\u001b[0m";
const SHADES = " ░▒▓█";
const HEIGHTS = " ▁▂▃▄▅▆▇█";

/** A sketch as lines of text. */
export function renderSketch(sketch: Sketch, size: TextSize): string[] {
  switch (sketch.kind) {
    case "points":
      return renderPoints(sketch, size);
    case "rows":
      return renderRows(sketch, size);
    case "map":
      return renderMap(sketch, size);
  }
}

function painter(color: boolean) {
  return (text: string, i: number) => {
    if (!color) return text;
    const [red, green, blue] = COLORS[i % COLORS.length]!;
    return `\u001b[38;2;${red};${green};${blue}m${text}${RESET}`;
  };
}

function renderPoints(sketch: PointsSketch, { columns, rows, color }: TextSize): string[] {
  const { xDomain, yDomain, series } = sketch;
  const ends = [yDomain[1], (yDomain[0] + yDomain[1]) / 2, yDomain[0]].map(brief);
  const margin = Math.max(...ends.map((text) => text.length)) + 2;
  const canvas = new BrailleCanvas(Math.max(10, columns - margin), rows);
  const toX = (x: number) =>
    Math.round(((x - xDomain[0]) / (xDomain[1] - xDomain[0] || 1)) * (canvas.width - 1));
  const toY = (y: number) =>
    Math.round((1 - (y - yDomain[0]) / (yDomain[1] - yDomain[0] || 1)) * (canvas.height - 1));
  for (const [i, { x, y, connected }] of series.entries())
    for (let at = 0; at < x.length; at++) {
      canvas.dot(toX(x[at]!), toY(y[at]!), i);
      if (connected && at > 0) canvas.line(toX(x[at - 1]!), toY(y[at - 1]!), toX(x[at]!), toY(y[at]!), i);
    }
  const paint = painter(color);
  const lines = canvas.lines(paint);
  const labelled = lines.map((line, row) => {
    const label =
      row === 0 ? ends[0]! : row === rows - 1 ? ends[2]! : row === Math.floor(rows / 2) ? ends[1]! : "";
    return `${label.padStart(margin - 2)} │${line}`;
  });
  return [
    sketch.yLabel,
    ...labelled,
    ...xAxis(sketch, margin, columns),
    ...legend(
      series.map(({ label }) => label),
      paint,
      color,
    ),
  ];
}

function xAxis(sketch: PointsSketch | MapSketch, margin: number, columns: number): string[] {
  const { xDomain, xLabel } = sketch;
  const width = Math.max(10, columns - margin);
  const [from, to] = xDomain.map(brief) as [string, string];
  const middle = brief((xDomain[0] + xDomain[1]) / 2);
  const left = " ".repeat(margin - 1);
  const half = Math.floor((width - from.length - middle.length - to.length) / 2);
  const numbers =
    "xNames" in sketch && sketch.xNames
      ? inColumns(sketch.xNames, width)
      : half > 0
        ? from + " ".repeat(half) + middle + " ".repeat(half) + to
        : from;
  return [`${left}└${"─".repeat(width)}`, `${left} ${numbers}`, `${left} ${xLabel}`];
}

/** Names in the middle of columns of equal width, as far as they fit. */
function inColumns(names: readonly string[], width: number): string {
  const room = Math.floor(width / names.length);
  return names
    .map((name) => {
      const shown = name.slice(0, Math.max(1, room - 1));
      return shown.padStart(Math.floor((room + shown.length) / 2)).padEnd(room);
    })
    .join("")
    .trimEnd();
}

function legend(
  labels: readonly string[],
  paint: (text: string, i: number) => string,
  color: boolean,
): string[] {
  const named = labels.filter((label) => label !== "");
  if (named.length < 2 || !color) return [];
  return [labels.map((label, i) => `${paint("■", i)} ${label}`).join("  ")];
}

function renderRows({ label, rows }: RowsSketch, { columns, color }: TextSize): string[] {
  const margin = Math.min(Math.floor(columns / 3), Math.max(...rows.map(({ name }) => name.length), 1)) + 1;
  const note = Math.max(9, ...rows.map((row) => ("note" in row ? row.note.length : 0)));
  const width = Math.max(10, columns - margin - note - 1);
  const most = Math.max(...rows.map((row) => ("bar" in row ? row.bar : 0)), 1);
  const paint = painter(color);
  const lines = rows.map((row, i) => {
    const name = row.name.slice(0, margin - 1).padStart(margin - 1);
    if ("bar" in row)
      return `${name} ${paint("█".repeat(Math.max(row.bar > 0 ? 1 : 0, Math.round((row.bar / most) * width))), 0)} ${brief(row.bar)}`;
    if ("heights" in row) return `${name} ${paint(histogramLine(row.heights, width), 0)} ${row.note}`;
    const cells = new Array<string>(width).fill("·");
    const [from, to] = row.domain;
    for (const [start, stop] of row.spans) {
      const first = Math.floor(((start - from) / (to - from || 1)) * (width - 1));
      const last = Math.floor(((stop - from) / (to - from || 1)) * (width - 1));
      for (let cell = first; cell <= last; cell++) if (cell >= 0 && cell < width) cells[cell] = "█";
    }
    return `${name} ${paint(cells.join(""), i)}`;
  });
  return [...lines, `${" ".repeat(margin)}${label}`];
}

/** A histogram as one line, by the height of each place's greatest bin. */
function histogramLine(heights: ArrayLike<number>, width: number): string {
  const places = Math.min(width, heights.length);
  const most = Math.max(...Array.from(heights), 1);
  return Array.from({ length: places }, (_, place) => {
    let value = 0;
    for (
      let i = Math.floor((place * heights.length) / places);
      i < Math.floor(((place + 1) * heights.length) / places);
      i++
    )
      value = Math.max(value, heights[i]!);
    return HEIGHTS[value === 0 ? 0 : Math.max(1, Math.round((value / most) * 8))];
  }).join("");
}

function renderMap(sketch: MapSketch, { columns, rows, color }: TextSize): string[] {
  const margin = Math.min(14, Math.max(...sketch.yEnds.map((text) => text.length))) + 2;
  const width = Math.min(
    Math.max(10, columns - margin),
    color ? sketch.columns * 2 : Number.POSITIVE_INFINITY,
  );
  const down = color ? rows * 2 : rows;
  const place = (row: number, column: number) => {
    const [low, high] = sketch.range;
    return (
      (meanOf(sketch, row / down, (row + 1) / down, column / width, (column + 1) / width) - low) /
      (high - low || 1)
    );
  };
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = row === 0 ? sketch.yEnds[0] : row === rows - 1 ? sketch.yEnds[1] : "";
    let line = `${label.slice(0, margin - 2).padStart(margin - 2)} │`;
    for (let column = 0; column < width; column++)
      line += color
        ? halfBlocks(sketch, place(2 * row, column), place(2 * row + 1, column))
        : (SHADES[Math.round(Math.min(1, Math.max(0, place(row, column) || 0)) * 4)] ?? " ");
    return color ? `${line}${RESET}` : line.trimEnd();
  });
  return [sketch.yLabel, ...lines, ...xAxis(sketch, margin, margin + width)];
}

function halfBlocks({ scale }: MapSketch, top: number, bottom: number): string {
  const rgb = (value: number) => (Number.isNaN(value) ? "0;0;0" : scale(value).join(";"));
  return `\u001b[38;2;${rgb(top)};48;2;${rgb(bottom)}m▀`;
}

/** The mean of the values in a part of the map, given in fractions of its height and width. */
function meanOf(
  { values, rows, columns }: MapSketch,
  top: number,
  bottom: number,
  left: number,
  right: number,
): number {
  const [firstRow, firstColumn] = [Math.floor(top * rows), Math.floor(left * columns)];
  const lastRow = Math.max(firstRow + 1, Math.floor(bottom * rows));
  const lastColumn = Math.max(firstColumn + 1, Math.floor(right * columns));
  let [sum, count] = [0, 0];
  for (let row = firstRow; row < lastRow; row++)
    for (let column = firstColumn; column < lastColumn; column++) {
      const value = values[row * columns + column]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
  return sum / count;
}
