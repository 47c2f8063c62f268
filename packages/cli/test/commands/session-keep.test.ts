import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startSampleWarehouse } from "@ecephys/fixtures";
import { knownFiles, serve, serveFile } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess, temporaryDirectory } from "../support/ecephys.ts";
import { sessionPath } from "../support/files.ts";

const SESSION = "715093703";
let server: Awaited<ReturnType<typeof startSampleWarehouse>>;
let place: ReturnType<typeof temporaryDirectory>;
let env: Record<string, string>;
beforeAll(async () => {
  server = await startSampleWarehouse({ project: "mini" });
  place = temporaryDirectory();
  env = { ECEPHYS_CACHE: place.path, ECEPHYS_WAREHOUSE_URL: server.url };
});
afterAll(async () => {
  await server.close();
  place.remove();
  rmSync(`${place.path}-streamed`, { recursive: true, force: true });
});

describe("ecephys session --keep", () => {
  it("transfers parts once, and makes a file of the cache of one that was seen whole", async () => {
    const args = ["session", SESSION, "units", "--format", "csv", "--source", "warehouse", "--keep"];
    const first = await inProcess(args, { env });
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining("Transferred 3.0 MB") });
    const path = join(place.path, sessionPath(Number(SESSION)));
    expect(existsSync(path)).toBe(false);
    const again = await inProcess(args, { env });
    expect(again).toMatchObject({ code: 0, stdout: first.stdout });
    expect(again.stderr).not.toContain("Transferred 3");
    expect(existsSync(path)).toBe(true);
  });

  it("keeps parts of a file that is named by its address beside the cache", async () => {
    const served = await serve(serveFile(knownFiles().getSessionData));
    const args = ["session", `${served.url}/some.nwb`, "units", "--format", "csv", "--keep"];
    const first = await inProcess(args, { env });
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining("Transferred 3.0 MB") });
    const again = await inProcess(args, { env });
    expect(again).toMatchObject({ code: 0, stdout: first.stdout });
    expect(again.stderr).not.toContain("Transferred 3");
    expect(served.requests.at(-1)).toBe("HEAD /some.nwb");
    expect(readdirSync(`${place.path}-streamed`)).not.toEqual([]);
    await served.close();
  });

  it("is refused for a file on the disk", async () => {
    const { code, stderr } = await inProcess(["session", "./some.nwb", "units", "--keep"], { env });
    expect(code).not.toBe(0);
    expect(stderr).toContain("this one is on the disk");
  });
});
