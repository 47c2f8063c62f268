// A figure's SVG with the same marks in fewer bytes: neighbours that differ in their places alone are one path.
const NUMBER = "(-?[\\d.]+)";
const RECT = new RegExp(`<rect height="${NUMBER}" width="${NUMBER}" y="${NUMBER}" x="${NUMBER}" />`, "g");
const LINE = new RegExp(`<line y2="${NUMBER}" y1="${NUMBER}" x2="${NUMBER}" x1="${NUMBER}" />`, "g");
const TICK = new RegExp(
  `<path d="M0,0L${NUMBER},${NUMBER}" transform="translate\\(${NUMBER},${NUMBER}\\)" />`,
  "g",
);

const TEXT = new RegExp(`<text transform="translate\\(${NUMBER},${NUMBER}\\)" y="([\\d.]+em)"`, "g");
const COLOUR = /(--ec-\w+):#\w+;?/g;
// Around what may be put together; no text of a figure has them.
const [FROM, TO] = ["\u0001", "\u0002"];

export function slimSvg(svg) {
  return svg
    .replace(RECT, (_, height, width, y, x) => `${FROM}M${x},${y}h${width}v${height}h-${width}z${TO}`)
    .replace(LINE, (_, y2, y1, x2, x1) => `${FROM}M${x1},${y1}L${x2},${y2}${TO}`)
    .replace(TICK, (_, dx, dy, x, y) => `${FROM}M${x},${y}l${dx},${dy}${TO}`)
    .replace(TEXT, '<text x="$1" y="$2" dy="$3"')
    .replace(COLOUR, (definition, name) => (svg.includes(`var(${name})`) ? definition : ""))
    .replaceAll(TO + FROM, "")
    .replaceAll(FROM, '<path d="')
    .replaceAll(TO, '"/>')
    .replaceAll(" />", "/>");
}
