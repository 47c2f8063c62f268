import { describe, expect, it } from "vitest";
import { inProcess } from "../support/ecephys.ts";

/** Addresses as they are mistyped, each with a password. */
const ADDRESSES = [
  "https//bob:secret@host",
  "https:/bob:secret",
  "htps://bob:secret@host",
  "bob:secret@host",
  "ftp://bob:secret@host/path",
  "https://bob:secret@ho st",
  "https//bob:se/cret@host",
];

describe("a password in an address that cannot be used is shown nowhere", () => {
  it.each(
    ADDRESSES.flatMap((address) => ["--base-url", "--s3-url"].map((option) => [option, address] as const)),
  )("%s %s", async (option, address) => {
    for (const json of [[], ["--json-errors"], ["--json"]]) {
      const { code, stderr, stdout } = await inProcess(["units", option, address, ...json]);
      expect(code).not.toBe(0);
      expect(stdout + stderr).not.toMatch(/secret|cret@/);
      expect(stderr).toContain(option);
    }
  });

  it.each([
    ["units", "--baseurl=https//bob:secret@host"],
    ["units", "https//bob:secret@host"],
    ["https//bob:secret@host"],
    ["units", "--limit", "https//bob:secret@host"],
    ["download", "--session", "https//bob:secret@host"],
  ])("%s %s %s", async (...args) => {
    const { code, stderr } = await inProcess(args);
    expect(code).toBe(2);
    expect(stderr).not.toContain("secret");
  });

  it("in the environment", async () => {
    for (const address of ADDRESSES) {
      const env = { ECEPHYS_WAREHOUSE_URL: address };
      const { code, stderr } = await inProcess(["units"], { env });
      expect(code).not.toBe(0);
      expect(stderr).not.toMatch(/secret|cret@/);
    }
  });
});
