// How large the built site is, without the API reference, the sample and h5wasm.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

const LEFT_OUT = /^(?:api|sample)\/|^assets\/api_|hdf5_hl/;
const KINDS = [
  ["pages", /\.html$|\.md\..*\.js$/],
  ["search", /localSearchIndex/],
  ["programs", /\.js$/],
  ["the rest", /./],
];

/** Of each file its kind and its bytes, without what files of the whole site hold of the API reference. */
export function* siteFiles(site) {
  for (const path of readdirSync(site, { recursive: true })) {
    if (LEFT_OUT.test(path) || !statSync(join(site, path)).isFile()) continue;
    const [kind] = KINDS.find(([, names]) => names.test(basename(path)));
    yield { path, kind, bytes: withoutApi(path, readFileSync(join(site, path))) };
  }
}

function withoutApi(path, bytes) {
  if (/localSearchIndex/.test(path)) return Buffer.from(searchWithoutApi(bytes.toString()));
  if (!/hashmap\.json$|chunks\/metadata\./.test(path)) return bytes;
  // Names of its pages, and their links in the lists of all pages.
  const names = /\\?"api_[^"]*":\\?"[^"]*",?|\{[^{}[\]]*\\"link\\":\\"\/api\/[^{}[\]]*\},?/g;
  return Buffer.from(bytes.toString().replace(names, ""));
}

/** The index of the other pages' sections, as the search has it. */
function searchWithoutApi(code) {
  const text = /=\s*(['"`])(\{.*\})\1/s.exec(code)?.[2];
  if (text === undefined) throw new Error("the search index is written otherwise than it was");
  const index = JSON.parse(text.replace(/\\(['"`$\\])/g, "$1"));
  const isOther = ([id]) => !index.documentIds[id].startsWith("/api");
  const others = (values) => Object.fromEntries(Object.entries(values).filter(isOther));
  const words = index.index
    .map(([word, fields]) => [
      word,
      Object.fromEntries(
        Object.entries(fields)
          .map(([field, counts]) => [field, others(counts)])
          .filter(([, counts]) => Object.keys(counts).length > 0),
      ),
    ])
    .filter(([, fields]) => Object.keys(fields).length > 0);
  const { documentIds, fieldLength, storedFields } = index;
  return JSON.stringify({
    documentIds: others(documentIds),
    fieldLength: others(fieldLength),
    storedFields: others(storedFields),
    index: words,
  });
}
