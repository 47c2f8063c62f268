import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import * as entry from "../src/index.ts";

const { lims } = entry;
const api = lims({ host: "127.0.0.1", database: "none", user: "none", password: "none" });

refusesMisspeltOptions(
  entry,
  {
    lims: ["statementTimeout", (wrong) => lims(wrong)],
    "lims.credentials": ["password", (credentials) => lims({ credentials })],
    "lims.ssl": ["rejectUnauthorized", (ssl) => lims({ ssl })],
    "lims.retry": ["maxDelay", (retry) => lims({ retry })],
    "lims().getSessions": ["hasEyeTracking", (wrong) => api.getSessions(wrong)],
    "lims().getProbes": ["probeIds", (wrong) => api.getProbes(wrong)],
    "lims().getChannels": ["channelIds", (wrong) => api.getChannels(wrong)],
    "lims().getUnits": ["sessionIds", (wrong) => api.getUnits(wrong)],
    "lims().getUnitAnalysisMetrics": ["sessionTypes", (wrong) => api.getUnitAnalysisMetrics(wrong)],
    "lims().getSessionData": ["signal", (wrong) => api.getSessionData(1, wrong)],
    "lims().getProbeLfpData": ["signal", (wrong) => api.getProbeLfpData(1, wrong)],
    "lims().getNaturalMovieTemplate": ["signal", (wrong) => api.getNaturalMovieTemplate(1, wrong)],
    "lims().getNaturalSceneTemplate": ["onProgress", (wrong) => api.getNaturalSceneTemplate(1, wrong)],
  },
  [],
);
