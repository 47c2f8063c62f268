// Completes the API reference that typedoc has written: where to begin, a list by subject beside the pages, links of the
// notes that docstrings name, and constructors that are not for users.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const api = join(import.meta.dirname, "..", "api");
const NAMED = /\bnotes? [A-Z]\d+(?:(?:, | and |-)[A-Z]\d+)*/g;
const BEGIN = `# API

Where to begin:

- opening a project: [openProjectCache](@ecephys/core/node/functions/openProjectCache.md) in Node, [createProjectCache](@ecephys/core/functions/createProjectCache.md) in a page, with [warehouse](@ecephys/fetch-warehouse/functions/warehouse.md) as its backend
- what it answers: [EcephysProjectCache](@ecephys/core/classes/EcephysProjectCache.md)
- a session: [EcephysSession](@ecephys/nwb/classes/EcephysSession.md); from a file alone [openSession](@ecephys/nwb/node/functions/openSession.md)
- figures: [sessionFigure](@ecephys/charts/functions/sessionFigure.md) draws any of a session by its name, [sessionReport](@ecephys/charts/functions/sessionReport.md) all of them
- arrays: [DataArray](@ecephys/core/classes/DataArray.md), [LazyDataArray](@ecephys/nwb/classes/LazyDataArray.md)
- errors: [EcephysError](@ecephys/files/classes/EcephysError.md), [isEcephysError](@ecephys/files/functions/isEcephysError.md)

Tables are [Arquero's](https://idl.uw.edu/arquero/api/table).
`;
/** What is looked for, and the packages that have it. Entries of tests are not listed; they have their pages. */
const SUBJECTS = {
  Projects: ["@ecephys/core", "@ecephys/core/node", "@ecephys/core/columns"],
  "Sessions and files": ["@ecephys/nwb", "@ecephys/nwb/node"],
  Figures: ["@ecephys/charts"],
  Analysis: ["@ecephys/analysis"],
  Backends: [
    "@ecephys/fetch-warehouse",
    "@ecephys/fetch-s3",
    "@ecephys/dandi",
    "@ecephys/fetch-lims",
    "@ecephys/fetch-fixed",
  ],
  "HDF5 and storages": ["@ecephys/hdf5", "@ecephys/files", "@ecephys/files/node", "@ecephys/files/opfs"],
};

for (const name of readdirSync(api, { recursive: true })) {
  if (!name.endsWith(".md")) continue;
  const path = join(api, name);
  const text = readFileSync(path, "utf8");
  const body =
    name === "index.md"
      ? text.replace("# API\n", BEGIN)
      : withoutInternals(withNotes(withoutFirstBars(escaped(titled(text)))));
  writeFileSync(path, `---\npageClass: api\n---\n\n${body}`);
}
writeFileSync(join(api, "sidebar.json"), JSON.stringify(sidebars()));

/** A title is a name: its type parameters are in the signature below. */
function titled(text) {
  return text.replace(/^# (\w+)<.*>$/m, "# $1");
}

/** In cells, choices have a bar between them, and none before the first. */
function withoutFirstBars(text) {
  return text.replace(/^\|.*\|$/gm, (row) =>
    row.replaceAll(/(^\| |[^\\]\| |\\<\s|\()\\\| /g, "$1").replaceAll("\\< [", "\\<["),
  );
}

/** Links of notes, except where a docstring has made one. */
function withNotes(text) {
  const link = (named) => named.replace(/[A-Z]\d+/g, (note) => `[${note}](/notes#${note.toLowerCase()})`);
  return text
    .split(/(\[[^\]\n]*\]\([^)\n]*\)|^```[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(NAMED, link)))
    .join("");
}

/** Classes that users get from functions: how they are constructed is nobody's business. */
function withoutInternals(text) {
  const isOpened = /\bOpen one with /.test(text);
  return text.replace(/^## Constructors\n([\s\S]*?)(?=^## )/m, (section) => {
    const from = /^(?:Use|Use the result of|Made by|.* are made by) .*$/m.exec(section)?.[0];
    if (isOpened) return "";
    return from === undefined ? section : `${from}\n\n`;
  });
}

/** Angle brackets in the tables of an index, which typedoc leaves as they are, would be taken for elements. */
function escaped(text) {
  return text.replace(/^\| \[.*$/gm, (row) =>
    row.replace(/`[^`]*`|<(?=[a-z/])/gi, (found) => (found === "<" ? "&lt;" : found)),
  );
}

/**
 * For the pages of each package, subjects with the classes and functions of its own; with all of them in every page the
 * reference would be twice as large. Types are found from what uses them.
 */
function sidebars() {
  const first = ([text, entries]) => ({ text, link: `/api/${entries[0]}/` });
  const shared = Object.entries(SUBJECTS).map(first);
  const begin = { text: "API", link: "/api/" };
  const found = { "/api/": [begin, ...shared] };
  for (const [text, entries] of Object.entries(SUBJECTS)) {
    const items = shared.map((one) => (one.text === text ? { ...one, items: members(entries) } : one));
    for (const entry of entries) found[`/api/${entry}/`] = [begin, ...items];
  }
  return found;
}

/** Classes, then functions; what one entry has from another is listed once. */
function members(entries) {
  const seen = new Set();
  return ["classes", "functions"].flatMap((kind) =>
    entries.flatMap((entry) => {
      const directory = join(api, entry, kind);
      if (!existsSync(directory)) return [];
      return readdirSync(directory)
        .map((file) => basename(file, ".md"))
        .filter((name) => !seen.has(name) && seen.add(name))
        .map((name) => ({
          text: kind === "functions" ? `${name}()` : name,
          link: `/api/${entry}/${kind}/${name}`,
        }));
    }),
  );
}
