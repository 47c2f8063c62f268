import { join } from "node:path";

/** Where the sample project is: in a directory, behind a sample warehouse, in a bucket, on the web server of a lab. */
export interface SampleAddresses {
  /** With a filled cache in "filled" and one to fill in "fetched". */
  readonly data: string;
  readonly lab: string;
  readonly warehouse: string;
  /** The directory of tables and files in the bucket. */
  readonly bucket?: string | undefined;
  /** The API of an archive. */
  readonly archive?: string | undefined;
}

/** Examples speak of the public project; the sample has other probes, channels and units. */
const SAMPLE_IDS: Readonly<Record<string, string>> = {
  "810755797": "752552876",
  "810755801": "752552882",
  "850261194": "849712302",
  "850261196": "849712318",
  "950911932": "950906401",
};

/** An example's text, with the addresses and ids of the sample project in place of the public one's. */
export function onTheSample(
  code: string,
  { archive, bucket, data, lab, warehouse }: SampleAddresses,
): string {
  const directory = join(data, /\bfixed\(/.test(code) ? "filled" : "fetched");
  return code
    .replaceAll(/"@ecephys\/(?:nwb|charts)"/g, (name) => inNode(name, code))
    .replaceAll("warehouse()", `warehouse({ baseUrl: ${JSON.stringify(warehouse)} })`)
    .replaceAll(/dandi\("000021"(?:, \{)?/g, (text) =>
      text.endsWith("{")
        ? `${text} apiUrl: ${JSON.stringify(archive)}, `
        : `${text}, { apiUrl: ${JSON.stringify(archive)} }`,
    )
    .replaceAll(
      "s3()",
      `s3({ baseUrl: ${JSON.stringify(bucket)}, bucketUrl: ${JSON.stringify(bucketOf(bucket))} })`,
    )
    .replaceAll('"https://api.brain-map.org"', JSON.stringify(warehouse))
    .replaceAll('"https://data.example.org/', `"${lab}/`)
    .replaceAll(/"data(\/[\w.]+)?"/g, (_, name: string = "") => JSON.stringify(join(directory, name)))
    .replaceAll('"session_715093703.nwb"', "process.env.SAMPLE_SESSION!")
    .replaceAll('"recording.nwb"', "process.env.SAMPLE_RECORDING!")
    .replaceAll('"ecephys_session_1044385384.nwb"', "process.env.SAMPLE_BEHAVIOR!")
    .replaceAll(/\b\d{9}\b/g, (id) => SAMPLE_IDS[id] ?? id);
}

/** The root of the bucket, which is the first folder of its addresses. */
function bucketOf(directory: string | undefined): string | undefined {
  return directory?.replace(/^(https?:\/\/[^/]+\/[^/]+\/).*$/, "$1");
}

/** Notebooks import what runs in pages. */
function inNode(name: string, code: string): string {
  return /\bdisplay\(/.test(code) ? `${name.slice(0, -1)}/node"` : name;
}
