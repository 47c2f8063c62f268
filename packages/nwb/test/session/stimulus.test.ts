import { table } from "arquero";
import { describe, expect, it } from "vitest";
import { codedCells, decoded, type RawCell } from "../../src/session/stimulus/coded-cells.ts";
import { findConditions } from "../../src/session/stimulus/conditions.ts";
import { stimulusEpochs } from "../../src/session/stimulus/epochs.ts";
import { standardizeNames } from "../../src/session/stimulus/naming.ts";
import { type ParameterColumn, parseColumn, parseParameter } from "../../src/session/stimulus/parameters.ts";
import { timeOrder } from "../../src/session/stimulus/time-order.ts";

type Column = Float64Array | RawCell[];
const coded = (column: Column) => (column instanceof Float64Array ? column : codedCells(column));
const named = (columns: Record<string, Column>) => {
  const rows = Object.values(columns)[0]!.length;
  const raw = new Map(Object.entries(columns).map(([name, column]) => [name, coded(column)]));
  const found = standardizeNames({ rows, columns: raw }, "a session").columns;
  return Object.fromEntries(
    Array.from(found, ([name, column]) => [
      name,
      column instanceof Float64Array ? column : decoded(column.values, column.codes),
    ]),
  );
};
const namesOf = (...names: (string | null)[]) => named({ stimulus_name: names }).stimulus_name;

describe("names of stimuli", () => {
  it("are today's, for those of 2019", () => {
    expect(
      namesOf("gabor_20_deg_250ms", "flash_250ms", "Natural Images", "contrast_response", "", null),
    ).toEqual([
      "gabors",
      "flashes",
      "natural_scenes",
      "drifting_gratings_contrast",
      "spontaneous",
      "spontaneous",
    ]);
  });

  it("have the numbers of movies in words before anything else", () => {
    expect(namesOf("natural_movie_1", "natural_movie_3", "natural_movie_1_more_repeats", "dot_7")).toEqual([
      "natural_movie_one",
      "natural_movie_three",
      "natural_movie_one_more_repeats",
      "dot_7",
    ]);
    expect(() => namesOf("natural_movie_12")).toThrow(/a session: there is no natural movie number 12/);
  });

  it("tell which movie a shuffled one was, where there is only one", () => {
    expect(namesOf("natural_movie_3_more_repeats", "natural_movie_shuffled")).toEqual([
      "natural_movie_three_more_repeats",
      "natural_movie_three_shuffled",
    ]);
    expect(() => namesOf("natural_movie_1", "natural_movie_3", "natural_movie_shuffled")).toThrow(
      /could be any of: one, three/,
    );
    expect(() => namesOf("natural_movie_shuffled")).toThrow(/could be any of: none/);
  });
});

describe("columns of parameters", () => {
  it("have today's names, and are merged where only their capitals differ", () => {
    expect(
      named({
        stimulus_name: ["a", "b"],
        Ori: Float64Array.of(0, 90),
        sf: Float64Array.of(0.1, Number.NaN),
        SF: Float64Array.of(Number.NaN, 0.2),
        phase: Float64Array.of(1, 2),
        Phase: Float64Array.of(3, Number.NaN),
      }),
    ).toEqual({
      stimulus_name: ["a", "b"],
      orientation: Float64Array.of(0, 90),
      sf: [0.1, 0.2],
      phase: Float64Array.of(1, 2),
      Phase: Float64Array.of(3, Number.NaN),
    });
  });

  it("part triplets of colour from levels of grey", () => {
    expect(
      named({ stimulus_name: ["a", "b", "c", "d"], color: ["-1.0", "[1.0,-1.0, 0.5]", "", null] }),
    ).toEqual({
      stimulus_name: ["a", "b", "c", "d"],
      color: [-1, "", "", ""],
      color_triplet: ["", "[1.0,-1.0, 0.5]", "", ""],
    });
  });
});

describe("cells", () => {
  it.each([
    ["0.04", 0.04],
    ["-1", -1],
    ["1e-3", 0.001],
    [".5", 0.5],
    ["[250.0, 250.0]", [250, 250]],
    ["(1, 2,)", [1, 2]],
    ["007", "007"],
    ["circle", "circle"],
    ["None", "None"],
    ["[a, b]", "[a, b]"],
    ["nan", "nan"],
    ["", null],
  ])("%j is %j", (text, value) => {
    expect(parseParameter(text)).toEqual(value);
  });

  it("make a column of numbers where they are all numbers or missing", () => {
    expect(parseColumn(codedCells(["0.5", "", null, 2]))).toEqual(
      Float64Array.of(0.5, Number.NaN, Number.NaN, 2),
    );
    expect(parseColumn(codedCells(["0.5", "[1]", ""]))).toEqual([0.5, [1], null]);
  });
});

it("numbers conditions by first appearance, as the file writes their cells", async () => {
  const { ids, firstRows } = await findConditions(
    [codedCells(["0.10", "0.1", "0.10", "", null]), Float64Array.of(1, 1, 1, Number.NaN, Number.NaN)],
    5,
  );
  expect(ids).toEqual(Int32Array.of(0, 1, 0, 2, 2));
  expect(firstRows).toEqual(Int32Array.of(0, 1, 3));
});

it("puts presentations in the order of time, those of one moment in the order of the tables", () => {
  const tables = [
    [0, 1, 5, 5, 9],
    [1, 1, 4, 5, 10],
    [Number.POSITIVE_INFINITY, 2, Number.POSITIVE_INFINITY],
  ];
  const few = Float64Array.from(tables.flat());
  const many = Float64Array.from({ length: 500 }, (_, row) => (row * 7919) % 100);
  for (const starts of [few, many, new Float64Array()])
    expect(Array.from(timeOrder(starts))).toEqual(
      [...starts.keys()].sort((a, b) => starts[a]! - starts[b]! || a - b),
    );
});

it("keeps the sign of a zero among other cells", () => {
  const cells = [0, -0, "", null, Number.NaN, true, 1, -0, "1"];
  const { values, codes } = codedCells(cells);
  expect(decoded(values, codes)).toEqual(cells);
  expect(Object.is(values[codes[7]!], -0)).toBe(true);
});

describe("epochs", () => {
  it("are runs of one stimulus where the file has no blocks, and their block is missing", () => {
    const rows = 5;
    const columns = new Map<string, ParameterColumn>([
      ["start_time", Float64Array.of(0, 1, 2, 3, 4)],
      ["stop_time", Float64Array.of(1, 2, 3, 4, 5)],
      ["stimulus_name", ["spontaneous", "gabors", "gabors", "spontaneous", "flashes"]],
    ]);
    const presentations = { rows, columns, masked: new Uint8Array(rows), conditions: table({}) };
    const epochs = stimulusEpochs(presentations, {});
    expect(epochs.array("stimulus_name")).toEqual(["spontaneous", "gabors", "spontaneous", "flashes"]);
    expect([...epochs.array("start_time")]).toEqual([0, 1, 3, 4]);
    expect([...epochs.array("stimulus_block")]).toEqual([NaN, NaN, NaN, NaN]);
  });
});
