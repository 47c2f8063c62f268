import type { EcephysProjectApi, FetchOptions } from "@ecephys/core";
import {
  CHANNEL_FILTERS,
  FETCH_OPTIONS,
  METRIC_FILTERS,
  PROBE_FILTERS,
  SESSION_FILTERS,
  UNIT_FILTERS,
} from "@ecephys/core/internal";
import { argumentChecks } from "@ecephys/files";
import { limsConnection } from "./connection.ts";
import { limsDatabase } from "./database.ts";
import { findFile } from "./files.ts";
import {
  checkedFilters,
  dateParameter,
  idsParameter,
  parametersOf,
  refuseFilters,
  requireId,
  textsParameter,
} from "./filters.ts";
import { type LimsOptions, limsSettings } from "./options.ts";
import { CHANNELS_QUERY } from "./queries/channels.ts";
import { LFP_FILE_QUERY } from "./queries/lfp-file.ts";
import { PROBES_QUERY } from "./queries/probes.ts";
import { SESSION_FILE_QUERY } from "./queries/session-file.ts";
import { SESSIONS_QUERY } from "./queries/sessions.ts";
import { TEMPLATE_FILE_QUERY } from "./queries/template-file.ts";
import { UNITS_QUERY } from "./queries/units.ts";
import { readMetrics, readTable } from "./tables.ts";

/** The LIMS backend; `close()` gives its connections back. */
export interface LimsApi extends EcephysProjectApi {
  close(): Promise<void>;
}

/**
 * The Allen Institute's internal LIMS as a backend of a project cache: tables from its PostgreSQL database, files
 * from its web application. Nothing is opened before the first call. Unpublished sessions are there unless
 * `publishedAt` leaves them out ([note L3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l3)); habituation, failed and superseded rows never are. Tables are ordered
 * by id, dates are ISO 8601 in UTC ([note L6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l6), [note L8](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l8)).
 *
 * Calls reject with an EcephysError: "argument" (credentials that are missing, filters that cannot be meant),
 * "database" (no connection, a refused or lost query; lost ones are asked again first), "not-found" and
 * "response" (no file, or several, where one is expected). An abort cancels the query on the server.
 * @throws an EcephysError "argument" for options that cannot be meant.
 */
export function lims(options: LimsOptions = {}): LimsApi {
  const settings = limsSettings(options);
  const connection = limsConnection(settings);
  const database = limsDatabase(connection, settings);
  const fileOf = async (
    query: Parameters<typeof findFile>[1],
    parameter: string,
    name: string,
    options: FetchOptions = {},
  ) => {
    const { signal } = argumentChecks("Looking up a file").knownOptions(options, FETCH_OPTIONS);
    return findFile(database, query, parameter, name, settings, signal);
  };

  return {
    name: "lims",

    async getSessions(filters = {}) {
      const { sessionIds, publishedAt, hasEyeTracking, stimulusNames, ...fetching } = checkedFilters(
        filters,
        SESSION_FILTERS,
      );
      refuseFilters({ hasEyeTracking, stimulusNames });
      const parameters = parametersOf(
        idsParameter("sessionIds", sessionIds),
        dateParameter("publishedAt", publishedAt),
      );
      return readTable(database, SESSIONS_QUERY, parameters, fetching);
    },

    async getProbes(filters = {}) {
      const { probeIds, sessionIds, publishedAt, ...fetching } = checkedFilters(filters, PROBE_FILTERS);
      const parameters = parametersOf(
        idsParameter("probeIds", probeIds),
        idsParameter("sessionIds", sessionIds),
        dateParameter("publishedAt", publishedAt),
      );
      return readTable(database, PROBES_QUERY, parameters, fetching);
    },

    async getChannels(filters = {}) {
      const { channelIds, probeIds, sessionIds, publishedAt, ...fetching } = checkedFilters(
        filters,
        CHANNEL_FILTERS,
      );
      const parameters = parametersOf(
        idsParameter("channelIds", channelIds),
        idsParameter("probeIds", probeIds),
        idsParameter("sessionIds", sessionIds),
        dateParameter("publishedAt", publishedAt),
      );
      return readTable(database, CHANNELS_QUERY, parameters, fetching);
    },

    async getUnits(filters = {}) {
      const { unitIds, channelIds, probeIds, sessionIds, publishedAt, ...fetching } = checkedFilters(
        filters,
        UNIT_FILTERS,
      );
      const parameters = parametersOf(
        idsParameter("unitIds", unitIds),
        idsParameter("channelIds", channelIds),
        idsParameter("probeIds", probeIds),
        idsParameter("sessionIds", sessionIds),
        dateParameter("publishedAt", publishedAt),
      );
      return readTable(database, UNITS_QUERY, parameters, fetching);
    },

    async getUnitAnalysisMetrics(filters = {}) {
      const { unitIds, sessionIds, sessionTypes, ...fetching } = checkedFilters(filters, METRIC_FILTERS);
      const parameters = parametersOf(
        idsParameter("unitIds", unitIds),
        idsParameter("sessionIds", sessionIds),
        textsParameter("sessionTypes", sessionTypes),
      );
      return readMetrics(database, parameters, fetching);
    },

    async getSessionData(sessionId, fetching) {
      requireId("sessionId", sessionId);
      return fileOf(SESSION_FILE_QUERY, String(sessionId), `the NWB file of session ${sessionId}`, fetching);
    },

    async getProbeLfpData(probeId, fetching) {
      requireId("probeId", probeId);
      return fileOf(LFP_FILE_QUERY, String(probeId), `the LFP file of probe ${probeId}`, fetching);
    },

    async getNaturalMovieTemplate(number, fetching) {
      requireId("number", number);
      return fileOf(TEMPLATE_FILE_QUERY, `natural_movie_${number}`, `natural movie ${number}`, fetching);
    },

    async getNaturalSceneTemplate(number, fetching) {
      requireId("number", number);
      return fileOf(TEMPLATE_FILE_QUERY, `natural_scene_${number}`, `natural scene ${number}`, fetching);
    },

    close: () => connection.close(),
  };
}
