import {
  CHANNELS,
  type ChannelFilters,
  PROBES,
  type ProbeFilters,
  type PublishedFilter,
  SESSIONS,
  type SessionFilters,
  tableFromRecords,
  UNITS,
  type UnitAnalysisMetricFilters,
  type UnitFilters,
} from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import {
  CHANNEL_FILTERS,
  collectMetricBundles,
  METRIC_FILTERS,
  PROBE_FILTERS,
  SESSION_FILTERS,
  UNIT_FILTERS,
} from "@ecephys/core/internal";
import { EcephysError } from "@ecephys/files";
import { listed } from "./listed.ts";
import type { RmaRecord } from "./page.ts";
import { channelsQuery, metricsQuery, probesQuery, sessionsQuery, unitsQuery } from "./queries.ts";
import { fetchRecords, fetchTable } from "./records.ts";
import { flattenSession } from "./session-record.ts";
import type { WarehouseSettings } from "./settings.ts";

export async function getSessions(
  settings: WarehouseSettings,
  asked: SessionFilters = {},
): Promise<ColumnTable> {
  const filters = listed(asked, SESSION_FILTERS);
  refusePublishedAt(filters);
  const { sessionIds, stimulusNames } = filters;
  if (isEmpty(sessionIds, stimulusNames)) return tableFromRecords(SESSIONS, []);
  return fetchTable(settings, SESSIONS, sessionsQuery(filters), filters, flattenSession);
}

export async function getProbes(settings: WarehouseSettings, asked: ProbeFilters = {}): Promise<ColumnTable> {
  const filters = listed(asked, PROBE_FILTERS);
  refusePublishedAt(filters);
  if (isEmpty(filters.probeIds, filters.sessionIds)) return tableFromRecords(PROBES, []);
  return fetchTable(settings, PROBES, probesQuery(filters), filters, renameLfp);
}

export async function getChannels(
  settings: WarehouseSettings,
  asked: ChannelFilters = {},
): Promise<ColumnTable> {
  const filters = listed(asked, CHANNEL_FILTERS);
  refusePublishedAt(filters);
  if (isEmpty(filters.channelIds, filters.probeIds, filters.sessionIds))
    return tableFromRecords(CHANNELS, []);
  return fetchTable(settings, CHANNELS, channelsQuery(filters), filters);
}

export async function getUnits(settings: WarehouseSettings, asked: UnitFilters = {}): Promise<ColumnTable> {
  const filters = listed(asked, UNIT_FILTERS);
  refusePublishedAt(filters);
  if (isEmpty(filters.unitIds, filters.channelIds, filters.probeIds, filters.sessionIds))
    return tableFromRecords(UNITS, []);
  return fetchTable(settings, UNITS, unitsQuery(filters), filters);
}

export async function getUnitAnalysisMetrics(
  settings: WarehouseSettings,
  asked: UnitAnalysisMetricFilters = {},
): Promise<ColumnTable> {
  const filters = listed(asked, METRIC_FILTERS);
  const { sessionIds, sessionTypes, unitIds } = filters;
  const resource = "unit analysis metrics";
  const bundles = isEmpty(unitIds, sessionIds, sessionTypes)
    ? []
    : await fetchRecords(settings, resource, metricsQuery(filters), filters);
  const collector = collectMetricBundles();
  for (const { unitId, data } of byUnit(bundles, settings)) collector.add(unitId, data);
  return collector.table();
}

/** Bundles come in the order of their own ids. */
function byUnit(bundles: readonly RmaRecord[], { shownUrl }: WarehouseSettings) {
  const units = bundles.map(({ data, ecephys_unit_id: unitId }, row) => {
    if (typeof unitId === "number" && Number.isSafeInteger(unitId)) return { unitId, data };
    throw new EcephysError("response", {
      action: "Reading analysis metrics",
      resource: shownUrl,
      reason: `bundle ${row} belongs to no unit`,
    });
  });
  return units.sort((a, b) => a.unitId - b.unitId);
}

function renameLfp({ use_lfp_data, ...probe }: RmaRecord): RmaRecord {
  return use_lfp_data === undefined ? probe : { ...probe, has_lfp_data: use_lfp_data };
}

/** A list without values matches nothing, and the service would answer with everything or an error ([note H11](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#h11)). */
function isEmpty(...lists: readonly (readonly unknown[] | undefined)[]): boolean {
  return lists.some((list) => list?.length === 0);
}

function refusePublishedAt({ publishedAt }: PublishedFilter): void {
  if (publishedAt === undefined) return;
  throw new EcephysError("argument", {
    action: "Fetching from the warehouse",
    resource: "the filter publishedAt",
    reason: "the warehouse cannot filter by the date of publication: it holds published data only",
    remedy: "Leave publishedAt out, or filter the session table by its published_at column.",
  });
}
