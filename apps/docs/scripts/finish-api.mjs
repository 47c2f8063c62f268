// Completes the API reference that typedoc has written: where to begin, and links of the notes that docstrings name.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const api = join(import.meta.dirname, "..", "api");
const NAMED = /\bnotes? [A-Z]\d+(?:(?:, | and |-)[A-Z]\d+)*/g;
const BEGIN = `# API

Where to begin:

- opening a project: [openProjectCache](@ecephys/core/node/functions/openProjectCache.md) in Node, [createProjectCache](@ecephys/core/functions/createProjectCache.md) in a page, with [warehouse](@ecephys/fetch-warehouse/functions/warehouse.md) as its backend
- what it answers: [EcephysProjectCache](@ecephys/core/classes/EcephysProjectCache.md)
- a session: [EcephysSession](@ecephys/nwb/classes/EcephysSession.md); from a file alone [openSession](@ecephys/nwb/node/functions/openSession.md)
- arrays: [DataArray](@ecephys/core/classes/DataArray.md), [LazyDataArray](@ecephys/nwb/classes/LazyDataArray.md)
- errors: [EcephysError](@ecephys/files/classes/EcephysError.md), [isEcephysError](@ecephys/files/functions/isEcephysError.md)

Tables are [Arquero's](https://idl.uw.edu/arquero/api/table).
`;

for (const name of readdirSync(api, { recursive: true })) {
  if (!name.endsWith(".md")) continue;
  const path = join(api, name);
  const text = readFileSync(path, "utf8");
  const completed =
    name === "index.md" ? text.replace("# API\n", BEGIN) : escaped(text).replace(NAMED, linked);
  if (completed !== text) writeFileSync(path, completed);
}

function linked(named) {
  return named.replace(/[A-Z]\d+/g, (note) => `[${note}](/notes#${note.toLowerCase()})`);
}

/** Angle brackets in the tables of an index, which typedoc leaves as they are, would be taken for elements. */
function escaped(text) {
  return text.replace(/^\| \[.*$/gm, (row) =>
    row.replace(/`[^`]*`|<(?=[a-z/])/gi, (found) => (found === "<" ? "&lt;" : found)),
  );
}
