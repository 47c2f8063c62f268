// How large the built site is without the API reference, the sample and h5wasm: as it lies on the disk, and as servers
// send it. By hand, after a build: node apps/docs/scripts/size.mjs
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { siteFiles } from "./site-sizes.mjs";

const sizes = new Map();
for (const { bytes, kind } of siteFiles(join(import.meta.dirname, "..", ".vitepress", "dist"))) {
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
