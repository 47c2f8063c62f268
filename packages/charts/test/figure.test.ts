import { DataArray } from "@ecephys/core";
import { table } from "@ecephys/core/arquero";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { envelope } from "../src/charts/envelope.ts";
import * as charts from "../src/node.ts";

const HOSTILE = `</text><img src=x onerror=alert(1)>&"'`;

function parsed(figure: charts.Figure): Document {
  return parseHTML(`<body>${figure.svg()}</body>`).document as unknown as Document;
}

describe("text of a file", () => {
  it("cannot become markup, in titles, labels, legends and descriptions", () => {
    const figures = [
      charts.structures(table({ location: [HOSTILE, HOSTILE, "VISp"] })),
      charts.stimulusTimeline(table({ start_time: [0], stop_time: [1], stimulus_name: [HOSTILE] })),
      charts.tuningCurve(
        [
          { label: HOSTILE, values: [0, 1], mean: [1, 2] },
          { label: "b", values: [0, 1], mean: [1, 2] },
        ],
        { title: HOSTILE, parameter: HOSTILE },
      ),
      charts.unitsByDepth(table({ probe_vertical_position: [1, 2], probe_description: [HOSTILE, "b"] })),
    ];
    for (const figure of figures) {
      const document = parsed(figure);
      expect(document.querySelectorAll("img, script, [onerror]")).toHaveLength(0);
      expect(document.querySelector("svg")?.textContent).toContain("onerror=alert");
    }
  });
});

describe("the theme of a figure", () => {
  const figure = charts.tuningCurve({ values: [0, 1], mean: [1, 2] });

  it("follows the reader by default", () => {
    expect(figure.svg()).toContain("prefers-color-scheme:dark");
  });

  it.each(["light", "dark"] as const)("is written out as %s for programs without style sheets", (theme) => {
    const drawn = figure.svg({ theme }).replace(/<style>[\s\S]*?<\/style>/g, "");
    expect(drawn).not.toContain("var(");
    expect(drawn).toContain(theme === "light" ? "#ffffff" : "#12161c");
  });

  it("refuses another", () => {
    expect(() => figure.svg({ theme: "blue" as "dark" })).toThrow(/"auto", "light" or "dark"/);
  });
});

describe("a heat map", () => {
  const rates = (units: number, bins: number) =>
    new DataArray({
      name: "firing_rate",
      dims: ["unit_id", "time_relative_to_stimulus_onset"],
      shape: [units, bins],
      coords: {
        unit_id: Float64Array.from({ length: units }, (_, i) => i),
        time_relative_to_stimulus_onset: Float64Array.from({ length: bins }, (_, i) => i / 100),
      },
      data: Float64Array.from({ length: units * bins }, (_, i) => (i % 7) + (i % bins)),
    });

  it("is one image, however many numbers it has, and stays small", () => {
    const figure = charts.psthHeatmap(rates(2500, 60));
    const document = parsed(figure);
    // The map and its colour bar.
    expect(document.querySelectorAll("image")).toHaveLength(2);
    expect(document.querySelectorAll("*").length).toBeLessThan(200);
    expect(figure.svg().length).toBeLessThan(300_000);
    expect(figure.table().numRows()).toBe(150_000);
  });

  it("sorts units by the time of their peak", () => {
    const array = new DataArray({
      dims: ["unit_id", "time_relative_to_stimulus_onset"],
      shape: [3, 2],
      coords: { unit_id: [7, 8, 9], time_relative_to_stimulus_onset: [0, 0.01] },
      data: Float64Array.of(0, 0, 1, 2, 3, 1),
    });
    const ids = charts.psthHeatmap(array).table().array("unit_id");
    expect([...ids]).toEqual([9, 9, 8, 8, 7, 7]);
    expect([...charts.psthHeatmap(array, { sort: "none" }).table().array("unit_id")]).toEqual([
      7, 7, 8, 8, 9, 9,
    ]);
  });
});

describe("a long series", () => {
  it("keeps its least and greatest value in every step", () => {
    const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const y = x.map((i) => (i === 54_321 ? 99 : i === 12_345 ? -99 : Math.sin(i)));
    const drawn = envelope(x, y, 300);
    expect(drawn.x).toHaveLength(600);
    expect(Math.max(...drawn.y)).toBe(99);
    expect(Math.min(...drawn.y)).toBe(-99);
    expect([...drawn.x].every((value, i, all) => i === 0 || value >= all[i - 1]!)).toBe(true);
  });
});

describe("empty data", () => {
  it.each([
    [
      "raster",
      () =>
        charts.raster(table({ unit_id: [], trial: [], time_relative_to_stimulus_onset: [] }), {
          window: [0, 1],
        }),
    ],
    ["running", () => charts.running(table({ start_time: [], velocity: [] }))],
    [
      "stimulusTimeline",
      () => charts.stimulusTimeline(table({ start_time: [], stop_time: [], stimulus_name: [] })),
    ],
    ["structures", () => charts.structures(table({ location: [] }))],
    ["unitsByDepth", () => charts.unitsByDepth(table({ probe_vertical_position: [] }))],
    ["qualityMetrics", () => charts.qualityMetrics(table({ snr: [Number.NaN] }))],
  ])("%s draws empty axes", (_, make) => {
    expect(make().svg()).not.toMatch(/NaN|undefined|Infinity/);
  });
});
