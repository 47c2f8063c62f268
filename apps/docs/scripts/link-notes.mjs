// Makes links of the notes that docstrings name, in the API reference that typedoc has written.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const api = join(import.meta.dirname, "..", "api");
const NAMED = /\bnotes? [A-Z]\d+(?:(?:, | and |-)[A-Z]\d+)*/g;

for (const name of readdirSync(api, { recursive: true })) {
  if (!name.endsWith(".md")) continue;
  const path = join(api, name);
  const text = readFileSync(path, "utf8");
  const linked = text.replace(NAMED, (named) =>
    named.replace(/[A-Z]\d+/g, (note) => `[${note}](/notes#${note.toLowerCase()})`),
  );
  if (linked !== text) writeFileSync(path, linked);
}
