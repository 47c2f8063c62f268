import type {
  ChannelFilters,
  ProbeFilters,
  SessionFilters,
  UnitAnalysisMetricFilters,
  UnitFilters,
} from "@ecephys/core";
import type { Listed } from "./listed.ts";
import {
  equals,
  isIn,
  type RmaAssociation,
  type RmaFilter,
  type RmaQuery,
  type RmaTabularColumn,
  type RmaValue,
  requireId,
} from "./rma-query.ts";

/*
 * The queries that AllenSDK sends, in the same form: conditions of sessions, probes and channels stand behind the
 * model, those of units and metrics are criteria of their own.
 */

export function sessionsQuery(filters: Listed<SessionFilters>): RmaQuery {
  const { hasEyeTracking, sessionIds, stimulusNames } = filters;
  return {
    model: "EcephysSession",
    where: [
      ...ofIds("id", sessionIds),
      ...(hasEyeTracking === undefined ? [] : [equals("fail_eye_tracking", !hasEyeTracking)]),
      ...optional("stimulus_name", stimulusNames),
    ],
    include: [
      { name: "specimen", of: [{ name: "donor", of: [{ name: "age" }] }] },
      { name: "well_known_files", of: [{ name: "well_known_file_type" }] },
    ],
  };
}

export function probesQuery({ probeIds, sessionIds }: Listed<ProbeFilters>): RmaQuery {
  return {
    model: "EcephysProbe",
    where: [...ofIds("id", probeIds), ...ofIds("ecephys_session_id", sessionIds)],
  };
}

export function channelsQuery({ channelIds, probeIds, sessionIds }: Listed<ChannelFilters>): RmaQuery {
  const ofSessions = ofIds("id", sessionIds).map((filter) =>
    path(["ecephys_probe", "ecephys_session"], filter),
  );
  return {
    model: "EcephysChannel",
    where: [...ofIds("id", channelIds), ...ofIds("ecephys_probe_id", probeIds)],
    criteria: ofSessions,
    include: [{ name: "structure" }],
    tabular: CHANNEL_COLUMNS,
  };
}

const CHANNEL_COLUMNS: readonly RmaTabularColumn[] = [
  { column: "ecephys_channels.id" },
  { column: "ecephys_probe_id" },
  { column: "local_index" },
  { column: "probe_horizontal_position" },
  { column: "probe_vertical_position" },
  { column: "anterior_posterior_ccf_coordinate" },
  { column: "dorsal_ventral_ccf_coordinate" },
  { column: "left_right_ccf_coordinate" },
  { column: "structures.id", as: "ecephys_structure_id" },
  { column: "structures.acronym", as: "ecephys_structure_acronym" },
];

export function unitsQuery({ channelIds, probeIds, sessionIds, unitIds }: Listed<UnitFilters>): RmaQuery {
  return {
    model: "EcephysUnit",
    criteria: [
      ...ofIds("id", unitIds),
      ...ofIds("ecephys_channel_id", channelIds),
      ...ofIds("id", probeIds).map((filter) => path(["ecephys_channel", "ecephys_probe"], filter)),
      ...ofIds("id", sessionIds).map((filter) =>
        path(["ecephys_channel", "ecephys_probe", "ecephys_session"], filter),
      ),
    ],
  };
}

export function metricsQuery({
  sessionIds,
  sessionTypes,
  unitIds,
}: Listed<UnitAnalysisMetricFilters>): RmaQuery {
  const session = ["ecephys_unit", "ecephys_channel", "ecephys_probe", "ecephys_session"];
  return {
    model: "EcephysUnitMetricBundle",
    criteria: [
      ...ofIds("ecephys_unit_id", unitIds),
      ...ofIds("id", sessionIds).map((filter) => path(session, filter)),
      ...optional("stimulus_name", sessionTypes).map((filter) => path(session, filter)),
    ],
  };
}

/** Well-known files of a type, of one thing or of all things of its kind. */
export function filesQuery(type: string, ownerType: string, ownerId?: number): RmaQuery {
  const filters = [equals("name", type), equals("attachable_type", ownerType)];
  if (ownerId !== undefined) {
    requireId(ownerId);
    filters.push(equals("attachable_id", ownerId));
  }
  return { model: "WellKnownFile", criteria: [{ name: "well_known_file_type", filters }] };
}

/** A condition on a list of ids; RMA knows none below 0. */
function ofIds(column: string, ids: readonly number[] | undefined): RmaFilter[] {
  for (const id of ids ?? []) requireId(id);
  return optional(column, ids);
}

/** A condition on a list of values, each once; none where there is no list. */
function optional(column: string, values: readonly RmaValue[] | undefined): RmaFilter[] {
  return values === undefined ? [] : [isIn(column, [...new Set(values)])];
}

/** A condition on a record that is reached through others: `a(b(c[condition]))`. */
function path([first = "", ...rest]: readonly string[], filter: RmaFilter): RmaAssociation {
  return rest.length === 0 ? { name: first, filters: [filter] } : { name: first, of: [path(rest, filter)] };
}
