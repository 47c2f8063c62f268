import { memoryStorage } from "@ecephys/files";
import { cacheFiles } from "@ecephys/fixtures";
import { type FuzzTarget, fuzz } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { openManifest } from "../../src/manifest/open.ts";
import { CHECKSUMS } from "../../src/tables/checksum.ts";
import { readCsv } from "../../src/tables/csv-read.ts";
import { decodeTable, encodeTable } from "../../src/tables/fast-file.ts";
import { CHANNELS, PROBES, SESSIONS, UNITS } from "../../src/tables/schema.ts";

const files = cacheFiles("mini");
const SCHEMAS = {
  "units.csv": UNITS,
  "channels.csv": CHANNELS,
  "probes.csv": PROBES,
  "sessions.csv": SESSIONS,
};
const MANIFEST = "ecephys_project_manifest.json";

/** The first rows of each table. */
const csvs = Object.entries(SCHEMAS).map(([name, schema]) => {
  const text = new TextDecoder().decode(files.get(name)!);
  const bytes = new TextEncoder().encode(`${text.split("\n").slice(0, 30).join("\n")}\n`);
  return { bytes, schema, table: readCsv(bytes, schema) };
});

const LIMITS = { inputs: 400, milliseconds: 3000, bytes: 300e6 };

const csv: FuzzTarget = {
  name: "CSV",
  files: csvs.map(({ bytes }) => bytes),
  tokens: [
    ",",
    '"',
    '""',
    "\r\n",
    "\n",
    "\ufeff",
    "NaN",
    "nan",
    "True",
    "1e999",
    "-0",
    "[1,[2]]",
    "0x10",
    "None",
    "é",
  ],
  read(bytes, random) {
    const table = readCsv(bytes, random.one(csvs).schema, { resource: "units.csv" });
    for (const name of table.columnNames()) expect([...table.array(name)]).toHaveLength(table.numRows());
  },
};

const manifest: FuzzTarget = {
  name: "manifest",
  files: [files.get(MANIFEST)!],
  tokens: [
    '"',
    "{",
    "[",
    "]",
    "null",
    "1e9",
    '"key"',
    '"parent_key"',
    '"spec"',
    "../",
    "/etc/",
    "%d",
    "%s",
    "BASEDIR",
    "\\u0000",
  ],
  async read(bytes) {
    const storage = memoryStorage();
    await storage.write(MANIFEST, bytes);
    const opened = await openManifest(storage);
    expect(opened.version).toMatch(/^\d/);
  },
};

const KEY = "1000 bytes of 2019";

const fast: FuzzTarget = {
  name: "fast file",
  files: csvs.flatMap(({ table }) => CHECKSUMS.map((checksum) => encodeTable(table, KEY, checksum))),
  tokens: ['"rows":', '"kind":"list"', '"f64"', '"dictionary32"', "1e9", "-1", "null"],
  read(bytes, random) {
    // Half of the files have the right checksum again, as if they had been written with these faults.
    const signed = random.below(2) === 0 ? bytes : withChecksum(bytes);
    const table = decodeTable(signed, KEY);
    for (const name of table?.columnNames() ?? [])
      expect([...table!.array(name)]).toHaveLength(table!.numRows());
  },
};

function withChecksum(bytes: Uint8Array): Uint8Array {
  const file = new Uint8Array(Math.max(32, Math.floor(bytes.length / 8) * 8));
  file.set(bytes.subarray(0, file.length));
  const checksum =
    CHECKSUMS.find(({ magic }) => magic === new TextDecoder().decode(file.subarray(0, 8))) ?? CHECKSUMS[0]!;
  file.set(new TextEncoder().encode(checksum.magic));
  const words = new Uint32Array(file.buffer);
  words[2] = file.length;
  words.set(checksum.sum(words.subarray(6), words[3]!), 4);
  return file;
}

it.each([csv, manifest, fast])("reads or refuses a damaged $name, in time and memory", async (target) => {
  const { failures, refused, inputs } = await fuzz(target, LIMITS);
  expect(failures).toEqual([]);
  expect(inputs).toBeGreaterThan(0);
  if (target !== fast) expect(refused).toBeGreaterThan(inputs / 20);
});
