// How large the built site is without the API reference, the sample and h5wasm: as it lies on the disk, and as servers
// send it. By hand, after a build: node apps/docs/scripts/size.mjs
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const site = join(import.meta.dirname, "..", ".vitepress", "dist");
const LEFT_OUT = /^(?:api|sample)\/|^assets\/api_|hdf5_hl/;
const KINDS = [
  ["pages", /\.html$|\.md\..*\.js$/],
  ["search", /localSearchIndex/],
  ["programs", /\.js$/],
  ["the rest", /./],
];

const sizes = new Map();
for (const path of readdirSync(site, { recursive: true })) {
  if (LEFT_OUT.test(path) || !statSync(join(site, path)).isFile()) continue;
  const bytes = readFileSync(join(site, path));
  const [kind] = KINDS.find(([, names]) => names.test(basename(path)));
  const { whole = 0, sent = 0 } = sizes.get(kind) ?? {};
  sizes.set(kind, { whole: whole + bytes.length, sent: sent + gzipSync(bytes).length });
}
const all = [...sizes.values()];
sizes.set("together", {
  whole: all.reduce((sum, { whole }) => sum + whole, 0),
  sent: all.reduce((sum, { sent }) => sum + sent, 0),
});
for (const [kind, { whole, sent }] of sizes)
  console.log(
    `${kind.padEnd(10)}${(whole / 1e6).toFixed(2).padStart(6)} MB, gzip ${(sent / 1e6).toFixed(2)} MB`,
  );
