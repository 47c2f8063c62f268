// A figure's SVG with the same marks in fewer bytes: neighbours that differ in their places alone are one path.
const NUMBER = "(-?[\\d.]+)";
const RECT = new RegExp(`<rect x="${NUMBER}" y="${NUMBER}" width="${NUMBER}" height="${NUMBER}" />`, "g");
const LINE = new RegExp(`<line x1="${NUMBER}" x2="${NUMBER}" y1="${NUMBER}" y2="${NUMBER}" />`, "g");
const TICK = new RegExp(
  `<path transform="translate\\(${NUMBER},${NUMBER}\\)" d="M0,0L${NUMBER},${NUMBER}" />`,
  "g",
);

const TEXT = new RegExp(`<text y="([\\d.]+em)" transform="translate\\(${NUMBER},${NUMBER}\\)"`, "g");
const COLOUR = /(--ec-\w+):#\w+;?/g;
// Around what may be put together; no text of a figure has them.
const [FROM, TO] = ["\u0001", "\u0002"];

export function slimSvg(svg) {
  return svg
    .replace(RECT, (_, x, y, width, height) => `${FROM}M${x},${y}h${width}v${height}h-${width}z${TO}`)
    .replace(LINE, (_, x1, x2, y1, y2) => `${FROM}M${x1},${y1}L${x2},${y2}${TO}`)
    .replace(TICK, (_, x, y, dx, dy) => `${FROM}M${x},${y}l${dx},${dy}${TO}`)
    .replace(TEXT, '<text x="$2" y="$3" dy="$1"')
    .replace(COLOUR, (definition, name) => (svg.includes(`var(${name})`) ? definition : ""))
    .replaceAll(TO + FROM, "")
    .replaceAll(FROM, '<path d="')
    .replaceAll(TO, '"/>')
    .replaceAll(" />", "/>");
}
