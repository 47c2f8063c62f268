import { truncateSync } from "node:fs";
import { refusal, temporaryFile } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hdf5File, Hdf5ReadOptions } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { bytesOf, fileOf } from "./files.ts";

const ROWS = 40_000;
const ROW_BYTES = 44;
/** The row whose integer of 64 bits a number does not hold. */
const BEYOND = 50;

let file: Hdf5File;
beforeAll(async () => {
  const head = bytesOf("compounds.h5");
  const path = temporaryFile("compounds.h5", head);
  truncateSync(path, head.length + (ROWS - 60) * ROW_BYTES);
  file = await openHdf5(path);
});
afterAll(() => file.close());

const membersOf = async (path: string, options: Hdf5ReadOptions = {}) =>
  (await file.read(path, { columns: true, ...options }))!.columns!;

describe("compounds read member by member", () => {
  it("are numbers of each width in an array of their own, and other values in lists", async () => {
    const members = await membersOf("/chunked", { ranges: [[0, BEYOND]] });
    expect([...members].map(([name, values]) => [name, values.constructor])).toEqual([
      ["long", Float64Array],
      ["unsigned", Float64Array],
      ["float", Float32Array],
      ["half", Float32Array],
      ["short", Uint16Array],
      ["byte", Uint8Array],
      ["flag", Array],
      ["text", Array],
      ["double", Float64Array],
      ["int", Int32Array],
      ["signed", Int8Array],
    ]);
    for (const [name, values] of members)
      expect(values[7], name).toBe(
        name === "long" ? -23 : name === "flag" ? true : name === "text" ? "t7" : 7,
      );
  });

  it("have the values of those read as objects, whatever the members and the layout", async () => {
    for (const path of ["/chunked", "/plain", "/pointing", "/none", "/no-rows", "/one"]) {
      const ranges = path === "/plain" || path === "/chunked" ? [[3, 47] as const] : undefined;
      const { data } = (await file.read(path, { ranges }))!;
      const members = await membersOf(path, { ranges });
      const rows = Array.from(data, (_, i) =>
        Object.fromEntries([...members].map(([name, values]) => [name, values[i]])),
      );
      expect(rows, path).toEqual(data);
      expect([...members.values()].map(({ length }) => length)).toEqual(
        Array(members.size).fill(data.length),
      );
    }
    const other = await openHdf5(fileOf("kinds.h5"));
    for (const path of ["/compound", "/compound-big", "/arrays"]) {
      const { data } = (await other.read(path))!;
      const { columns } = (await other.read(path, { columns: true }))!;
      expect(
        Array.from(data, (_, i) =>
          Object.fromEntries([...columns!].map(([name, values]) => [name, values[i]])),
        ),
      ).toEqual(data);
    }
    await other.close();
  });

  it("are the same from the bytes of the file as from the library", async () => {
    expect((await file.describe("/plain"))!.kind).toBe("dataset");
    for (const ranges of [[[0, BEYOND]], [[40, 60]], [[ROWS - 2, ROWS]]] as const) {
      const options = { ranges, bigints: true };
      const direct = await membersOf("/plain", options);
      // With a time limit a worker reads.
      expect(direct).toEqual(await membersOf("/plain", { ...options, timeLimit: 60_000 }));
    }
  });

  it("are bigints in a member that a number does not hold, if they are wanted, and are refused else", async () => {
    for (const path of ["/chunked", "/plain"]) {
      const members = await membersOf(path, { ranges: [[0, 60]], bigints: true });
      expect((members.get("long") as bigint[]).slice(BEYOND - 1, BEYOND + 2)).toEqual([
        19n,
        2n ** 60n + 1n,
        21n,
      ]);
      expect(members.get("unsigned")).toBeInstanceOf(Float64Array);
      expect(await refusal(file.read(path, { ranges: [[0, 60]] }))).toMatch(
        /^format: .*cannot be represented exactly/,
      );
    }
  });
});
