import { nwbFile } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";

let texts: Hdf5File;
let faults: Hdf5File;
let linked: Hdf5File;
beforeAll(async () => {
  [texts, faults, linked] = (await Promise.all(
    ["n15_text_and_enums", "n10_faults", "n11_linked"].map((name) => openHdf5(nwbFile(name))),
  )) as [Hdf5File, Hdf5File, Hdf5File];
});
afterAll(() => Promise.all([texts.close(), faults.close(), linked.close()]));

describe("values that other programs write", () => {
  it("reads enumerations of either byte order, and those of FALSE and TRUE in any case as booleans", async () => {
    expect(await texts.read("/units/enum_be")).toMatchObject({
      type: { kind: "enum", names: { "-1": "left", 1: "right", 2: "none" } },
      data: Int16Array.of(2, -1, 1, 2),
    });
    expect((await texts.read("/units/bool_enum_u1"))!.data).toEqual([false, true, true, false]);
  });

  it("reads 64-bit integers beyond a number as bigints where asked to, all of a dataset", async () => {
    const { data } = (await texts.read("/units/u8", { bigints: true }))!;
    expect(data).toEqual([0n, 2n ** 64n - 1n, 2n ** 53n, 2n ** 53n + 2n]);
    expect((await texts.read("/units/id", { bigints: true }))!.data).toEqual(Float64Array.of(0, 1, 2, 3));
  });

  it("reads text that is not UTF-8 as Latin-1, and counts it", async () => {
    expect(await faults.read("/units/latin")).toMatchObject({
      data: ["café", "a", "b", "c", "d", "e"],
      latin1: 1,
    });
    expect((await texts.read("/units/vlen_utf8"))!.latin1).toBeUndefined();
  });

  it("tells references to nothing from those that were never set", async () => {
    const pointers = async (path: string) => (await faults.read(path))!.data.slice(0, 2);
    expect(await pointers("/units/dangling")).toEqual([
      { reference: "object", path: undefined, isDangling: true },
      { reference: "object", path: "/general/extracellular_ephys/shank0" },
    ]);
    expect((await pointers("/units/electrode_group"))[1]).toEqual({ reference: "object", path: undefined });
  });
});

describe("walking a file", () => {
  it("lists everything with the wanted attributes, parents first, and does not follow links", async () => {
    const found = (await linked.walk("/", { attributes: ["neurodata_type"], without: ["/specifications"] }))!;
    const at = (path: string) => found.find((entry) => entry.path === path);
    expect(found[0]).toMatchObject({ path: "/", object: { kind: "group" } });
    expect(at("/acquisition/a")!.attributes.neurodata_type!.data).toEqual(["TimeSeries"]);
    expect(at("/acquisition/a/data")!.object).toMatchObject({ kind: "dataset", shape: [50] });
    expect(at("/acquisition/b/timestamps")).toEqual({
      path: "/acquisition/b/timestamps",
      object: undefined,
      link: { path: "/acquisition/a/timestamps" },
      attributes: {},
    });
    expect(at("/acquisition/lost")!.link).toEqual({ file: "not_here.nwb", path: "/acquisition/raw" });
    expect(found.filter(({ problem }) => problem)).toEqual([]);
  });

  it("walks a part of it, and gives nothing for a path that is not there", async () => {
    const part = (await linked.walk("/acquisition/a"))!;
    expect(part.map(({ path }) => path)).toEqual([
      "/acquisition/a",
      "/acquisition/a/data",
      "/acquisition/a/timestamps",
    ]);
    expect(await linked.walk("/nowhere")).toBeUndefined();
  });
});
