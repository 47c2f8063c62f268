import { expect, test } from "vitest";
import { createProjectCache } from "../../src/index.ts";
import { openProjectCache } from "../../src/node.ts";

const open = openProjectCache as (options?: unknown) => Promise<unknown>;
const create = createProjectCache as (options?: unknown) => Promise<unknown>;

test.each([
  [undefined],
  ["data/manifest.json"],
  [{}],
  [{ manifest: "data/manifest.json" }],
  [{ api: null }],
  [{ api: "warehouse" }],
])("a cache that is opened with %j is refused: which option is missing is said", async (options) => {
  for (const opening of [open, create]) {
    await expect(opening(options)).rejects.toMatchObject({
      code: "argument",
      remedy: expect.stringContaining("api"),
    });
  }
});
