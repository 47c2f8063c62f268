import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { KNOWN_MANIFEST_VERSIONS, type ManifestBuilder, type ManifestEntry } from "./builder.ts";

/** The content of a manifest file, before its paths are checked. */
export interface ParsedManifest {
  readonly version: string;
  readonly entries: readonly ManifestEntry[];
  /** Unknown types of entries, which are ignored as in AllenSDK. */
  readonly unknownTypes: readonly string[];
}

/** The text of a manifest file, byte for byte as AllenSDK writes it: two spaces, LF, no final newline. */
export function manifestText(builder: ManifestBuilder): string {
  const entries = builder.entries.map(({ key, type, spec, format, parentKey }) => ({
    key,
    type,
    spec,
    ...(format === undefined ? {} : { format }),
    ...(parentKey === undefined ? {} : { parent_key: parentKey }),
  }));
  return JSON.stringify(
    { manifest: [{ type: "manifest_version", value: builder.version }, ...entries] },
    null,
    2,
  );
}

/** How the text of a manifest is read. */
export interface ParseManifestOptions {
  /** The manifest's name in messages, such as its path; "the manifest" by default. */
  readonly resource?: string | undefined;
  /** Accept only this version; 0.2.1 and 0.3.0 by default. */
  readonly version?: string | undefined;
}

const PARSE_MANIFEST_OPTIONS: OptionNames<ParseManifestOptions> = { resource: true, version: true };

/**
 * Reads the text of a manifest file.
 * @throws an EcephysError "manifest" if it is not JSON, lacks a version or has an unwanted one, or has invalid
 * entries.
 */
export function parseManifest(text: string, options: ParseManifestOptions = {}): ParsedManifest {
  const { resource = "the manifest", version } = argumentChecks("Reading a manifest").knownOptions(
    options,
    PARSE_MANIFEST_OPTIONS,
  );
  return parse(text, resource, (found, refuse) => checkVersion(found, version, refuse));
}

/** As `parseManifest`, for a manifest that is only looked at: of any version, and of any project. */
export function parseAnyVersion(text: string, resource: string): ParsedManifest {
  return parse(text, resource, String);
}

function parse(
  text: string,
  resource: string,
  versionOf: (found: unknown, refuse: Refuse) => string,
): ParsedManifest {
  const refuse: Refuse = (reason, cause, remedy = REMEDY) => {
    throw new EcephysError("manifest", {
      action: "Reading the manifest",
      resource,
      reason,
      remedy,
      cause,
    });
  };
  const list = asList(text, refuse);
  const records = list.map((record, at) =>
    isRecord(record) ? record : refuse(`entry ${at} is not an object`),
  );
  const versions = records.filter(({ type }) => type === "manifest_version");
  const found = versionOf(versions.at(-1)?.value, refuse);
  const entries: ManifestEntry[] = [];
  const unknownTypes: string[] = [];
  for (const record of records) {
    if (record.type === "manifest_version") continue;
    if (record.type === "file" || record.type === "dir") entries.push(toEntry(record, record.type, refuse));
    else if (typeof record.type === "string") unknownTypes.push(record.type);
    else refuse(`the type of an entry is ${describe(record.type)}, not text`);
  }
  return { version: found, entries, unknownTypes };
}

type Refuse = (reason: string, cause?: unknown, remedy?: string) => never;

const REMEDY = "Remove this file and open the cache again: a new one is written, and data files are kept";
type JsonRecord = Readonly<Record<string, unknown>>;

function asList(text: string, refuse: Refuse): unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    return refuse("it is not JSON", cause);
  }
  const list = isRecord(json) ? json.manifest : undefined;
  return Array.isArray(list) ? list : refuse('it has no list named "manifest"');
}

function checkVersion(found: unknown, wanted: string | undefined, refuse: Refuse): string {
  if (typeof found !== "string") {
    return refuse(found === undefined ? "it has no version" : `its version is ${describe(found)}, not text`);
  }
  if (wanted !== undefined && found !== wanted) {
    const remedy = KNOWN_MANIFEST_VERSIONS.includes(found) ? "Omit the version to open it as it is" : REMEDY;
    return refuse(`its version is "${found}", not "${wanted}" as requested`, undefined, remedy);
  }
  if (KNOWN_MANIFEST_VERSIONS.includes(found)) return found;
  return refuse(`its version is "${found}"; known versions are ${KNOWN_MANIFEST_VERSIONS.join(" and ")}`);
}

function toEntry(record: JsonRecord, type: ManifestEntry["type"], refuse: Refuse): ManifestEntry {
  const { key, spec, parent_key: parentKey, format } = record;
  if (typeof key !== "string" || key === "") return refuse(`the key of an entry is ${describe(key)}`);
  if (typeof spec !== "string") return refuse(`the path of "${key}" is ${describe(spec)}, not text`);
  return {
    key,
    type,
    spec,
    ...optionalText("parent_key", parentKey, key, refuse, "parentKey"),
    ...optionalText("format", format, key, refuse, "format"),
  };
}

function optionalText<Name extends string>(
  field: string,
  value: unknown,
  key: string,
  refuse: Refuse,
  name: Name,
): { [K in Name]?: string } {
  if (value === undefined || value === null) return {};
  if (typeof value !== "string") return refuse(`the ${field} of "${key}" is ${describe(value)}, not text`);
  return { [name]: value } as { [K in Name]?: string };
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
