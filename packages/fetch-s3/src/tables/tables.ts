import {
  CHANNELS,
  type ChannelFilters,
  type FetchOptions,
  PROBES,
  type ProbeFilters,
  SESSIONS,
  type SessionFilters,
  type Table,
  tableFromRecords,
  UNITS,
  type UnitFilters,
} from "@ecephys/core";
import {
  CHANNEL_FILTERS,
  keepRows,
  PROBE_FILTERS,
  publishedInstant,
  publishedSessions,
  SESSION_FILTERS,
  UNIT_FILTERS,
} from "@ecephys/core/internal";
import type { S3Settings } from "../settings.ts";
import { isEmpty, type Wanted, wanted } from "./filters.ts";
import { columnOf, readTable } from "./read.ts";

type Ids = ReadonlySet<number>;

export async function getSessions(settings: S3Settings, asked: SessionFilters = {}): Promise<Table> {
  const filters = wanted(asked, SESSION_FILTERS);
  const published = publishedInstant(filters.publishedAt);
  const { sessionIds, stimulusNames } = filters;
  if (isEmpty(sessionIds, stimulusNames)) return tableFromRecords(SESSIONS, []);
  const all = await readTable(settings, { table: "sessions" }, SESSIONS, fetching(filters));
  const sessions = published === undefined ? all : publishedSessions(all, published);
  return matching(sessions, [
    ["id", sessionIds],
    ["session_type", stimulusNames],
  ]);
}

export async function getProbes(settings: S3Settings, asked: ProbeFilters = {}): Promise<Table> {
  const filters = wanted(asked, PROBE_FILTERS);
  publishedInstant(filters.publishedAt);
  const { probeIds, sessionIds } = filters;
  if (isEmpty(probeIds, sessionIds)) return tableFromRecords(PROBES, []);
  const [probes, published] = await Promise.all([
    readTable(settings, { table: "probes" }, PROBES, fetching(filters)),
    publishedIds(settings, filters),
  ]);
  return matching(probes, [
    ["id", probeIds],
    ["ecephys_session_id", sessionIds],
    ["ecephys_session_id", published],
  ]);
}

export async function getChannels(settings: S3Settings, asked: ChannelFilters = {}): Promise<Table> {
  const filters = wanted(asked, CHANNEL_FILTERS);
  publishedInstant(filters.publishedAt);
  const { channelIds, probeIds } = filters;
  if (isEmpty(channelIds, probeIds, filters.sessionIds)) return tableFromRecords(CHANNELS, []);
  const [channels, ofSessions] = await Promise.all([
    readTable(settings, { table: "channels" }, CHANNELS, fetching(filters)),
    probesOfSessions(settings, filters),
  ]);
  return matching(channels, [
    ["id", channelIds],
    ["ecephys_probe_id", probeIds],
    ["ecephys_probe_id", ofSessions],
  ]);
}

export async function getUnits(settings: S3Settings, asked: UnitFilters = {}): Promise<Table> {
  const filters = wanted(asked, UNIT_FILTERS);
  publishedInstant(filters.publishedAt);
  const { channelIds, probeIds, sessionIds, unitIds } = filters;
  if (isEmpty(unitIds, channelIds, probeIds, sessionIds)) return tableFromRecords(UNITS, []);
  const [units, onProbes] = await Promise.all([
    readTable(settings, { table: "units" }, UNITS, fetching(filters)),
    channelsOf(settings, filters),
  ]);
  return matching(units, [
    ["id", unitIds],
    ["ecephys_channel_id", channelIds],
    ["ecephys_channel_id", onProbes],
  ]);
}

/** The rows whose columns have wanted values; a filter without values passes everything. */
export function matching(
  table: Table,
  filters: readonly (readonly [column: string, values: ReadonlySet<unknown> | undefined])[],
): Table {
  const used = filters.flatMap(([name, values]) =>
    values === undefined ? [] : [{ cells: columnOf(table, name), values }],
  );
  if (used.length === 0) return table;
  return keepRows(table, (row) => used.every(({ cells, values }) => values.has(cells.at(row))));
}

/** Channels of the wanted probes and sessions; `undefined` for all. */
async function channelsOf(settings: S3Settings, filters: Wanted<UnitFilters>): Promise<Ids | undefined> {
  const { probeIds, publishedAt, sessionIds, signal } = filters;
  if (probeIds === undefined && sessionIds === undefined && publishedAt === undefined) return undefined;
  return idsOf(await getChannels(settings, { probeIds, sessionIds, publishedAt, signal }));
}

/** Probes of the wanted sessions; `undefined` for all. */
async function probesOfSessions(
  settings: S3Settings,
  { publishedAt, sessionIds, signal }: Wanted<ChannelFilters>,
): Promise<Ids | undefined> {
  if (sessionIds === undefined && publishedAt === undefined) return undefined;
  return idsOf(await getProbes(settings, { sessionIds, publishedAt, signal }));
}

/** Sessions that are published by the wanted date; `undefined` for all. */
async function publishedIds(
  settings: S3Settings,
  { publishedAt, signal }: Wanted<ProbeFilters>,
): Promise<Ids | undefined> {
  return publishedAt === undefined ? undefined : idsOf(await getSessions(settings, { publishedAt, signal }));
}

function idsOf(table: Table): Ids {
  return new Set(columnOf(table, "id") as Iterable<number>);
}

function fetching({ onProgress, signal }: FetchOptions): FetchOptions {
  return { onProgress, signal };
}
