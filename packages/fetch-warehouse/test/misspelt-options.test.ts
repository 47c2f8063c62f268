import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import * as entry from "../src/index.ts";

const { warehouse } = entry;
const api = warehouse({ baseUrl: "http://127.0.0.1:1" });

refusesMisspeltOptions(
  entry,
  {
    warehouse: ["stallTimeout", (wrong) => warehouse(wrong)],
    "warehouse.retry": ["maxDelay", (retry) => warehouse({ retry })],
    "warehouse().getSessions": ["hasEyeTracking", (wrong) => api.getSessions(wrong)],
    "warehouse().getProbes": ["probeIds", (wrong) => api.getProbes(wrong)],
    "warehouse().getChannels": ["channelIds", (wrong) => api.getChannels(wrong)],
    "warehouse().getUnits": ["sessionIds", (wrong) => api.getUnits(wrong)],
    "warehouse().getUnitAnalysisMetrics": ["sessionTypes", (wrong) => api.getUnitAnalysisMetrics(wrong)],
    "warehouse().getSessionData": ["signal", (wrong) => api.getSessionData(1, wrong)],
    "warehouse().getProbeLfpData": ["signal", (wrong) => api.getProbeLfpData(1, wrong)],
    "warehouse().getNaturalMovieTemplate": ["signal", (wrong) => api.getNaturalMovieTemplate(1, wrong)],
    "warehouse().getNaturalSceneTemplate": ["onProgress", (wrong) => api.getNaturalSceneTemplate(1, wrong)],
  },
  [],
);
