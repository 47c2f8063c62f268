import type { ColumnTable } from "@ecephys/core/arquero";
import { brief } from "../numbers/range.ts";

/** Text as it is within HTML: nothing of it becomes markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A value as a cell shows it. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : brief(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, cellText).join(", ");
  return String(value);
}

/** Names and values in two columns. */
export function listHtml(entries: readonly (readonly [name: string, value: unknown])[]): string {
  const rows = entries.map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(cellText(value))}</td></tr>`,
  );
  return `<div class="scroll"><table class="list"><tbody>${rows.join("")}</tbody></table></div>`;
}

/** Some columns of a table, at most `most` rows; what is left out is said. */
export function tableHtml(table: ColumnTable, columns: readonly string[], most = 40): string {
  const shown = columns.filter((name) => table.columnNames().includes(name));
  const head = shown.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const count = Math.min(most, table.numRows());
  const rows = Array.from(
    { length: count },
    (_, row) =>
      `<tr>${shown.map((name) => `<td>${escapeHtml(cellText(table.get(name, row)))}</td>`).join("")}</tr>`,
  );
  const left = table.numRows() - count;
  const more = left > 0 ? `<p class="note">and ${left} more rows</p>` : "";
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>${more}`;
}

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f3f4f6;--ink:#1b1f24;--muted:#59636e;--line:#d8dee4}
@media(prefers-color-scheme:dark){:root{--paper:#12161c;--ground:#0a0d11;--ink:#e6edf3;--muted:#9aa4af;--line:#30363d}}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,"Helvetica Neue",Arial,sans-serif}
main{max-width:1340px;margin:0 auto;padding:24px 16px}
h1{margin:0 0 4px;font-size:26px}h2{margin:40px 0 12px;font-size:20px;border-bottom:1px solid var(--line);padding-bottom:6px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:16px;align-items:start}
figure{margin:0;background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:8px;overflow:hidden}
figcaption,.note{color:var(--muted);font-size:13px}
.scroll{overflow-x:auto}table{border-collapse:collapse;background:var(--paper)}td{min-width:3em}.list td{overflow-wrap:anywhere}th,td{border:1px solid var(--line);padding:3px 10px;text-align:left;font-variant-numeric:tabular-nums}
pre{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:8px 12px;overflow-x:auto;white-space:pre-wrap}
details summary{cursor:pointer}svg{max-width:100%;height:auto;display:block}
@media(max-width:640px){.list,.list tbody,.list tr,.list th,.list td{display:block;border-width:0}.list tr{border-bottom:1px solid var(--line)}}
@media print{body{background:#fff}figure{break-inside:avoid}}
`;

/** A whole page, which fetches nothing: its Content-Security-Policy lets it use its own styles and pictures only. */
export function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}
