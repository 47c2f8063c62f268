import type { Hdf5Entry, Hdf5LinkTarget } from "@ecephys/hdf5";
import { asFloat64 } from "@ecephys/hdf5/internal";
import { SMALL_VALUE } from "../file/contents.ts";
import { ELECTRODES } from "../file/kinds.ts";
import { type Attributes, type Members, membersOf } from "../file/members.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { type SeriesLayout, seriesLayout } from "../file/series-layout.ts";
import { readRowIds } from "../file/table/cells.ts";
import { isExactId } from "../file/table/exact-ids.ts";
import { type PlainValue, plainField, referenceOf } from "../file/values.ts";
import { counted, missingRows } from "../file/warnings.ts";
import type { Scale } from "./samples.ts";

/** The electrodes that a series was recorded from, in the order of its channels. */
export interface SeriesElectrodes {
  /** Path of the table of electrodes. */
  readonly table: string;
  /** Positions in it, from 0. */
  readonly rows: Float64Array;
  /** NaN where the table has no such row. */
  readonly ids: Float64Array;
}

/** A series as far as it is read when it is opened. */
export interface SeriesParts {
  readonly layout: SeriesLayout;
  readonly scale: Scale;
  /** Whether there is a conversion for each channel. */
  readonly hasFittingScale: boolean;
  /** Seconds, where times are those of a rate; without it the series has no times. */
  readonly startingTime: number | undefined;
  readonly electrodes: SeriesElectrodes | undefined;
  /** Links in place of its data or timestamps that lead to nothing. */
  readonly deadLinks: ReadonlyMap<string, Hdf5LinkTarget>;
  /** Other small datasets, and attributes of the group and of its data: `filtering`, `reference_frame`, `labels`. */
  readonly fields: Readonly<Record<string, PlainValue>>;
}

const ACTION = "Opening a series";

/** Opens a series, and warns of what is wrong with it. Its samples and timestamps are not read. */
export async function openSeriesParts(
  file: NwbFile,
  path: string,
  signal: AbortSignal | undefined,
): Promise<SeriesParts> {
  const entries = (await file.hdf5.walk(path, { signal })) ?? file.lack(path, ACTION);
  const [group] = entries;
  if (group?.object?.kind !== "group") file.damage(path, ACTION, "it is no series");
  const members = await membersOf(file, path, entries);
  const layout = seriesLayout(path, group.attributes, members);
  for (const { fault, text } of layout.faults) file.warnings.tell(path, fault, text);
  const channels = await readChannelConversions(file, path, members);
  const expected = layout.shape?.[1] ?? 1;
  const hasFittingScale = channels === undefined || channels.length === expected;
  if (!hasFittingScale)
    file.warnings.tell(
      path,
      "channel conversions do not fit",
      `it has ${counted(channels.length, "channel conversion")} for ${counted(expected, "channel")}: its samples cannot be given in its unit.`,
    );
  return {
    layout,
    deadLinks: deadLinksOf(path, entries, members),
    scale: { conversion: layout.conversion, offset: layout.offset, channels },
    hasFittingScale,
    startingTime: layout.time === "rate" ? await readStart(file, path) : undefined,
    electrodes: await readElectrodes(file, path, members),
    fields: await readFields(file, group.attributes, members),
  };
}

async function readChannelConversions(
  file: NwbFile,
  path: string,
  members: Members,
): Promise<Float64Array | undefined> {
  if (!members.has("channel_conversion")) return undefined;
  return file.numbers(`${path}/channel_conversion`, ACTION);
}

async function readStart(file: NwbFile, path: string): Promise<number | undefined> {
  const [start] = await file.numbers(`${path}/starting_time`, ACTION);
  if (start !== undefined && Number.isFinite(start)) return start;
  file.warnings.tell(path, "no start", `its starting time of ${start} gives no times.`);
  return undefined;
}

async function readElectrodes(
  file: NwbFile,
  path: string,
  members: Members,
): Promise<SeriesElectrodes | undefined> {
  const region = members.get("electrodes");
  if (!region) return undefined;
  const table = referenceOf(region.attributes, "table") ?? ELECTRODES;
  const rows = asFloat64(await file.read(`${path}/electrodes`, ACTION), file.nameOf(path));
  const known = await readRowIds(file, table);
  const found = Array.from(rows, (row) => (row >= 0 ? known?.[row] : undefined));
  const missing = found.filter((id) => id === undefined).length;
  if (missing > 0) file.warnings.tell(`${path}/electrodes`, "no such row", missingRows(missing, table));
  const large = found.filter((id) => id !== undefined && !isExactId(id)).length;
  if (large > 0)
    file.warnings.tell(
      `${path}/electrodes`,
      "large ids",
      `${counted(large, "electrode", ["has an id", "have ids"])} of 64 bits that a number does not hold, missing among the labels; ${table} has them.`,
    );
  const ids = Float64Array.from(found, (id) => (id !== undefined && isExactId(id) ? Number(id) : Number.NaN));
  return { table, rows, ids };
}

const KNOWN = new Set(["data", "timestamps", "starting_time", "electrodes", "channel_conversion"]);
const KNOWN_ATTRIBUTES = new Set([
  ...["namespace", "neurodata_type", "object_id", "help", "description", "comments"],
  ...["unit", "conversion", "offset", "resolution"],
]);

async function readFields(
  file: NwbFile,
  attributes: Attributes,
  members: Members,
): Promise<Record<string, PlainValue>> {
  const own = Object.entries({ ...members.get("data")?.attributes, ...attributes })
    .filter(([name]) => !KNOWN_ATTRIBUTES.has(name))
    .map(([name, value]) => [name, plainField(name, value)] as const);
  const read = [...members].map(async ([name, { dataset }]) => {
    const size = (dataset.shape ?? [0]).reduce((product, length) => product * length, 1);
    if (KNOWN.has(name) || size > SMALL_VALUE) return undefined;
    const found = await file.hdf5.read(dataset.path, { bigints: true });
    return found && ([name, plainField(name, found)] as const);
  });
  const datasets = (await Promise.all(read)).filter((field) => field !== undefined);
  return Object.fromEntries([...own, ...datasets]);
}

function deadLinksOf(
  path: string,
  entries: readonly Hdf5Entry[],
  members: Members,
): ReadonlyMap<string, Hdf5LinkTarget> {
  const dead = ["data", "timestamps"].flatMap((name) => {
    const link = entries.find((entry) => entry.path === `${path}/${name}`)?.link;
    return link === undefined || members.has(name) ? [] : [[name, link] as const];
  });
  return new Map(dead);
}
