// The directory of CSVs and files of the page "Your own backend", with the sample project in it, on a web server.
import { UNIT_ANALYSIS_METRICS, writeCsv } from "@ecephys/core";
import { warehouse } from "@ecephys/fetch-warehouse";
import { cacheFiles } from "@ecephys/fixtures";
import { KNOWN, knownFiles, serve, serveFile, type TestServer } from "@ecephys/fixtures/testing";

/** Serves the directory at "/ecephys/". @param baseUrl Of the sample warehouse, which has the metrics. */
export async function serveLabDirectory(baseUrl: string): Promise<TestServer> {
  const metrics = await warehouse({ baseUrl }).getUnitAnalysisMetrics();
  const { getNaturalMovieTemplate, getNaturalSceneTemplate, getProbeLfpData, getSessionData } = knownFiles();
  const files = new Map<string, Uint8Array>([
    ...[...cacheFiles("mini")].filter(([path]) => /^\w+\.csv$/.test(path)),
    ["unit_analysis_metrics.csv", writeCsv(metrics, UNIT_ANALYSIS_METRICS)],
    [`sessions/${KNOWN.sessionId}.nwb`, getSessionData],
    [`lfp/${KNOWN.probeId}.nwb`, getProbeLfpData],
    [`natural_movies/${KNOWN.movie}.npy`, getNaturalMovieTemplate],
    [`natural_scenes/${KNOWN.scene}.tiff`, getNaturalSceneTemplate],
  ]);
  const alone = new Map<string, Uint8Array>([
    [`/session_${KNOWN.sessionId}.nwb`, getSessionData],
    [`/probe_${KNOWN.probeId}_lfp.nwb`, getProbeLfpData],
  ]);
  return serve((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://lab");
    const content = alone.get(pathname) ?? files.get(pathname.slice("/ecephys/".length));
    if (content) serveFile(content)(request, response);
    else response.writeHead(404).end();
  });
}
