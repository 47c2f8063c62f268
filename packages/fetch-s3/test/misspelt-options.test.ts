import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import * as entry from "../src/index.ts";

const { s3 } = entry;
const api = s3({ baseUrl: "http://127.0.0.1:1" });

refusesMisspeltOptions(
  entry,
  {
    s3: ["stallTimeout", (wrong) => s3(wrong)],
    "s3.retry": ["maxDelay", (retry) => s3({ retry })],
    "s3().getSessions": ["hasEyeTracking", (wrong) => api.getSessions(wrong)],
    "s3().getProbes": ["probeIds", (wrong) => api.getProbes(wrong)],
    "s3().getChannels": ["channelIds", (wrong) => api.getChannels(wrong)],
    "s3().getUnits": ["sessionIds", (wrong) => api.getUnits(wrong)],
    "s3().getUnitAnalysisMetrics": ["sessionTypes", (wrong) => api.getUnitAnalysisMetrics(wrong)],
    "s3().getSessionData": ["signal", (wrong) => api.getSessionData(1, wrong)],
    "s3().getProbeLfpData": ["signal", (wrong) => api.getProbeLfpData(1, wrong)],
    "s3().getNaturalMovieTemplate": ["signal", (wrong) => api.getNaturalMovieTemplate(1, wrong)],
    "s3().getTableText": ["validator", (wrong) => api.getTableText({ table: "units" }, wrong)],
    "s3().getSpikeBand": ["signal", (wrong) => api.getSpikeBand(1, wrong)],
    "s3().getSyncData": ["signal", (wrong) => api.getSyncData(1, wrong)],
    "s3().getEventTimestamps": ["signal", (wrong) => api.getEventTimestamps(1, wrong)],
    "s3().listFiles": ["signal", (wrong) => api.listFiles("", wrong)],
    "s3().getNaturalSceneTemplate": ["onProgress", (wrong) => api.getNaturalSceneTemplate(1, wrong)],
  },
  [],
);
