import { fixtureFile, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { afterEach, describe, expect, it } from "vitest";
import { warehouse } from "../src/index.ts";
import { failure, quick } from "./failure.ts";

let server: SampleWarehouse;
afterEach(() => server.close());

const start = async (options: Parameters<typeof startSampleWarehouse>[0] = {}) => {
  server = await startSampleWarehouse(options);
  return warehouse({ baseUrl: server.url, retry: quick });
};

describe("files", () => {
  it("are looked up as AllenSDK does, and not transferred before they are opened", async () => {
    const api = await start();
    const file = await api.getSessionData(715093703);
    expect(server.requests.map(({ decoded }) => decoded)).toEqual([
      "/api/v2/data/query.json?criteria=model::WellKnownFile,rma::criteria,well_known_file_type[name$eq'EcephysNwb']" +
        "[attachable_type$eq'EcephysSession'][attachable_id$eq715093703]" +
        ",rma::options[start_row$eq0][num_rows$eq5000][order$eq'id']",
    ]);
    expect(file.url).toBe(`${server.url}/api/v2/well_known_file_download/1026123372`);
    expect((await file.info()).byteLength).toBe(fixtureFile("mini", "session_715093703.nwb").byteLength);
  });

  it("of stimuli are listed once", async () => {
    const api = await start();
    const [movie, scene] = [await api.getNaturalMovieTemplate(3), await api.getNaturalSceneTemplate(11)];
    expect([movie.url, scene.url].map((url) => url.slice(-10))).toEqual(["1026123513", "1026123572"]);
    expect(server.requests).toHaveLength(1);
  });

  it("of stimuli are listed again where listing failed", async () => {
    const api = await start({ faults: ["404@query#1"] });
    await failure(api.getNaturalMovieTemplate(1), "fetch");
    await api.getNaturalMovieTemplate(1);
  });

  it("that are not on the server are a not-found error that names them when opened", async () => {
    const api = await start();
    const file = await api.getSessionData(782942878);
    expect((await failure(file.open(), "not-found")).message).toContain("the NWB file of session 782942878");
  });

  it("that do not exist are a not-found error that says which do", async () => {
    const api = await start();
    const session = await failure(api.getSessionData(815201807), "not-found");
    expect(session.message).toBe(
      "Looking up failed for the NWB file of session 815201807: the warehouse has none for this session. " +
        "It has the NWB files of the sessions 715093703, 777821539, 782942878, 841091071.",
    );
    expect((await failure(api.getNaturalSceneTemplate(300), "not-found")).message).toContain(
      "It has the natural scenes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.",
    );
    expect((await failure(api.getNaturalMovieTemplate(2), "not-found")).message).toContain(
      "natural movies 1, 3.",
    );
  });

  it("that do not exist are a not-found error even where the others cannot be listed", async () => {
    const api = await start({ faults: ["404@query+1"] });
    await failure(api.getProbeLfpData(1), "not-found");
  });

  it.each([-1, 1.5, Number.NaN])("are not looked up by the number %s", async (number) => {
    const api = await start();
    for (const call of [
      api.getSessionData(number),
      api.getProbeLfpData(number),
      api.getNaturalMovieTemplate(number),
      api.getNaturalSceneTemplate(number),
    ]) {
      await failure(call, "argument");
    }
    expect(server.requests).toEqual([]);
  });
});

describe("odd lists of files", () => {
  it("with two files of a session are refused", async () => {
    const api = await start({ project: "two-session-files" });
    expect((await failure(api.getSessionData(718096707), "response")).message).toContain("lists 2 files");
  });

  it("with a number twice are refused", async () => {
    const api = await start({ project: "stimulus-number-twice" });
    expect((await failure(api.getNaturalMovieTemplate(1), "response")).message).toContain("natural movie 1");
  });

  it("with files of another kind work (note H8)", async () => {
    const api = await start({ project: "stimulus-file-of-another-kind" });
    expect((await api.getNaturalMovieTemplate(1)).url).toMatch(/\d+$/);
  });

  it.each([
    "https://evil.test/file",
    "//evil.test/file",
    "/../../etc/passwd?x=%2e",
    "javascript:alert(1)",
    "/api/../../other",
    "",
    5,
  ])("with the download link %j are refused", async (link) => {
    const file = {
      id: 1,
      attachable_id: 1,
      attachable_type: "EcephysSession",
      download_link: link,
      path: "/x.nwb",
      well_known_file_type_id: 947873891,
    };
    const api = await start({ tables: { WellKnownFile: [file] } });
    const error = await failure(api.getSessionData(1), "response");
    expect(error.message).not.toContain("evil");
  });
});
