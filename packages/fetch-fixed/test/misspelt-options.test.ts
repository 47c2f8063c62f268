import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import * as entry from "../src/index.ts";

const { fixed } = entry;
const api = fixed();

refusesMisspeltOptions(
  entry,
  {
    "fixed().getSessions": ["hasEyeTracking", (wrong) => api.getSessions(wrong)],
    "fixed().getProbes": ["probeIds", (wrong) => api.getProbes(wrong)],
    "fixed().getChannels": ["channelIds", (wrong) => api.getChannels(wrong)],
    "fixed().getUnits": ["sessionIds", (wrong) => api.getUnits(wrong)],
    "fixed().getUnitAnalysisMetrics": ["sessionTypes", (wrong) => api.getUnitAnalysisMetrics(wrong)],
    "fixed().getSessionData": ["signal", (wrong) => api.getSessionData(1, wrong)],
    "fixed().getProbeLfpData": ["signal", (wrong) => api.getProbeLfpData(1, wrong)],
    "fixed().getNaturalMovieTemplate": ["signal", (wrong) => api.getNaturalMovieTemplate(1, wrong)],
    "fixed().getNaturalSceneTemplate": ["onProgress", (wrong) => api.getNaturalSceneTemplate(1, wrong)],
  },
  [],
);
