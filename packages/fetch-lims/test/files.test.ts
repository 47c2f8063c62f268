import { isEcephysError } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { afterEach, describe, expect, test } from "vitest";
import { lims } from "../src/lims.ts";
import { failureOf, limsBench } from "./support.ts";

const bench = limsBench();
afterEach(() => bench.app.reset());

describe("one file is expected", () => {
  test("two current NWB files of a session are an error that names both", async () => {
    await bench.sql(`
      insert into well_known_files (id, attachable_id, attachable_type, well_known_file_type_id)
      values (42, 1100000014, 'EcephysAnalysisRun', 947873891)`);
    const error = await failureOf(bench.lims().getSessionData(715093703));
    expect(isEcephysError(error, "response")).toBe(true);
    expect(error.message).toMatch(
      /NWB file of session 715093703: LIMS has 2 .*well-known files 42, 1026123372/,
    );
    const sessions = await bench.lims().getSessions({ sessionIds: [715093703] });
    expect(sessions.numRows()).toBe(1);
    await bench.sql("delete from well_known_files where id = 42");
  });

  test("two current analysis runs of a probe likewise", async () => {
    await bench.sql("update ecephys_analysis_runs set current = true where ecephys_session_id = 777821539");
    const error = await failureOf(bench.lims().getProbeLfpData(752552877));
    expect(isEcephysError(error, "response")).toBe(true);
    expect(error.message).toMatch(/LFP file of probe 752552877: LIMS has 2/);
    await bench.sql(
      "update ecephys_analysis_runs set current = id = 1100000028 where ecephys_session_id = 777821539",
    );
  });

  test("two templates of one name likewise, those of other namespaces aside", async () => {
    await bench.sql("insert into stimuli values (1, 'natural_movie_3', 1, 1026123512)");
    const error = await failureOf(bench.lims().getNaturalMovieTemplate(3));
    expect(error.message).toMatch(/natural movie 3: LIMS has 2/);
    await bench.sql("delete from stimuli where id = 1");
    expect((await bench.lims().getNaturalMovieTemplate(3)).url).toMatch(/1026123513\?wkf_id=1026123513$/);
  });

  test("a record without a file is not found", async () => {
    await bench.sql("insert into stimuli values (2, 'natural_movie_7', 1, null)");
    expect(isEcephysError(await failureOf(bench.lims().getNaturalMovieTemplate(7)), "not-found")).toBe(true);
  });

  test("superseded files do not count", async () => {
    const { url } = await bench.lims().getProbeLfpData(752552876);
    expect(url).toBe(`${bench.app.url}/well_known_files/download/1026123384?wkf_id=1026123384`);
  });
});

describe("the web application", () => {
  test("serves files under the path of LIMS, also below a path of its own", async () => {
    const { url } = await bench.lims({ appUrl: "https://host.example/lims/?x=1" }).getNaturalSceneTemplate(0);
    expect(url).toBe("https://host.example/lims/well_known_files/download/1026123516?wkf_id=1026123516");
  });

  test("is the option's, else the environment's, else lims2", async () => {
    const { host, port, user, password } = bench.server;
    const credentials = { host, port, user, password, database: "mini" };
    const own = lims({ ...credentials, env: { LIMS_APP_URL: "http://other:81" } });
    expect((await own.getNaturalSceneTemplate(0)).url).toMatch(/^http:\/\/other:81\/well_known_files/);
    const standard = lims({ ...credentials, env: {} });
    expect((await standard.getNaturalSceneTemplate(0)).url).toMatch(/^http:\/\/lims2\/well_known_files/);
    await Promise.all([own.close(), standard.close()]);
  });

  test("is retried where it fails at first, with the caller's fetch", async () => {
    bench.app.setFaults(["503@download#1"]);
    let fetched = 0;
    const counting: typeof fetch = (...request) => {
      fetched += 1;
      return fetch(...request);
    };
    const api = bench.lims({ fetch: counting, retry: { baseDelay: 1 } });
    const { stream } = await (await api.getNaturalSceneTemplate(0)).open();
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    expect(bytes).toEqual(new Uint8Array(fixtureFile("mini", "stimuli/natural_scene_0.tiff")));
    expect(fetched).toBe(2);
  });

  test("that has lost a file is reported with the file's address", async () => {
    const file = await bench.lims().getSessionData(782942878);
    const error = await failureOf(file.open());
    expect(isEcephysError(error, "not-found")).toBe(true);
    expect(error.message).toMatch(/NWB file of session 782942878.*well_known_files\/download\/1026123413/);
  });

  test.each(["lims2", "lims2:8080", "file:///lims2"])("needs a valid http address: %s", async (appUrl) => {
    const error = await failureOf(bench.lims({ appUrl }).getSessionData(715093703));
    expect(isEcephysError(error, "argument")).toBe(true);
    expect(error.message).toMatch(/appUrl.*LIMS_APP_URL/);
  });
});
