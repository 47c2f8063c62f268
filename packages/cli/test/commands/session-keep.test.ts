import { existsSync } from "node:fs";
import { join } from "node:path";
import { startSampleWarehouse } from "@ecephys/fixtures";
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
});

describe("ecephys session ID --keep", () => {
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

  it("is refused for files that are named by their addresses", async () => {
    const { code, stderr } = await inProcess(["session", `${server.url}/some.nwb`, "units", "--keep"], {
      env,
    });
    expect(code).not.toBe(0);
    expect(stderr).toContain("--keep keeps parts of the project's sessions");
  });
});
