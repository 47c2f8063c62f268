import { DataArray } from "@ecephys/core";
import type { EcephysSession } from "@ecephys/nwb";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  csdOfStretch,
  type Figure,
  SESSION_FIGURES,
  type SessionFigureOptions,
  sessionFigure,
} from "../src/node.ts";
import { openSample, PROBE } from "./sample.ts";

const UNIT = 950906454;
let session: EcephysSession;

beforeAll(async () => {
  session = await openSample();
});

afterAll(() => session.close());

const draw = (name: string, options: SessionFigureOptions = {}) =>
  sessionFigure(session, name as (typeof SESSION_FIGURES)[number], options);

function parsed(figure: Figure): Element {
  return parseHTML(`<body>${figure.svg()}</body>`).document.querySelector("svg")!;
}

/** Labels of horizontal axes that touch each other or the panel's ends, a digit being 7 pixels wide. */
function overlapsOf(panel: Element, width: number): string[] {
  const labels = Array.from(panel.querySelectorAll("g[font-variant]:not([text-anchor]) text"), (text) => ({
    text: text.textContent ?? "",
    at: Number(/translate\(([-\d.]+)/.exec(text.getAttribute("transform") ?? "")?.[1]),
    half: ((text.textContent?.length ?? 0) * 7) / 2,
  }));
  return labels
    .filter(({ at, half }, i) => {
      const next = labels[i + 1];
      const touches = next && next.at > at && at + half > next.at - next.half;
      return touches || at - half < 0 || at + half > width;
    })
    .map(({ text }) => text);
}

describe.each(SESSION_FIGURES)("the figure %s of a session", (name) => {
  const options: SessionFigureOptions = {
    ...(name === "lfp" ? { probe: PROBE, time: [38, 39] } : name === "csd" ? { probe: PROBE } : {}),
    ...(name === "tuning" ? { stimulus: "drifting_gratings" } : {}),
  };

  it("has a title, a description, numbers and axes, and draws nothing that is not a number", async () => {
    const figure = await draw(name, options);
    const svg = parsed(figure);
    expect(svg.getAttribute("role")).toBe("img");
    expect(svg.querySelector("title")?.textContent).toBe(figure.title);
    expect(svg.querySelector("desc")?.textContent).toBe(figure.description);
    expect(figure.description.length).toBeGreaterThan(30);
    expect(figure.table().numRows()).toBeGreaterThan(0);
    expect(figure.svg().replace(/base64,[^"]*/g, "")).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.querySelectorAll("text").length).toBeGreaterThan(5);
  });

  it("is as wide as asked for, with room for all labels of its axes", async () => {
    const svg = parsed(await draw(name, { ...options, width: 342 }));
    expect(Number(svg.getAttribute("width"))).toBeLessThanOrEqual(342);
    for (const panel of svg.querySelectorAll("svg")) {
      const width = Number(panel.getAttribute("width"));
      expect(width).toBeLessThanOrEqual(342);
      expect(overlapsOf(panel, width)).toEqual([]);
    }
  });
});

describe("the numbers of a figure", () => {
  it("over time draws every spike of a stretch once, and what was shown then", async () => {
    const spikes = (await session.spikeTimes({ unitIds: UNIT })).get(UNIT)!;
    const [from, to] = [spikes[10]!, spikes[200]!];
    const figure = await draw("over-time", { unitIds: [UNIT], time: [from, to] });
    expect(figure.svg().match(/M[\d.]+,[\d.]+v/g)).toHaveLength(191);
    const tracks = Array.from(figure.table().array("track"));
    expect(tracks.filter((track) => track === "spike")).toHaveLength(191);
    const epochs = await session.getStimulusEpochs();
    const shown = epochs.filter((d) => d.stop_time > from && d.start_time < to);
    expect(tracks.filter((track) => track === "stimulus")).toHaveLength(shown.numRows());
    expect(new Set(tracks)).toEqual(new Set(["stimulus", "spike", "running_speed", "pupil_area"]));
  });

  it("responses to any table of intervals are those to the presentations that the table holds", async () => {
    const options = { unitIds: [UNIT], window: [-0.1, 0.4] as const, by: "orientation" };
    const gratings = { ...options, intervals: "static_gratings_presentations" };
    const ofStimulus = await draw("raster", { ...options, stimulus: "static_gratings" });
    const ofTable = await draw("raster", gratings);
    const times = (figure: Figure) => [...figure.table().array("time_relative_to_stimulus_onset")].sort();
    expect(times(ofTable)).toEqual(times(ofStimulus));
    expect((await draw("psth", gratings)).title).toBe(
      "Response of unit 950906454, static_gratings_presentations",
    );
    expect((await draw("tuning", gratings)).table().objects()).toEqual(
      (await draw("tuning", { ...options, stimulus: "static_gratings" })).table().objects(),
    );
    await expect(draw("raster", { ...gratings, stimulus: "flashes" })).rejects.toThrow(/one of them/);
    await expect(draw("raster", { ...gratings, align: "no_time" })).rejects.toThrow(/no column "no_time"/);
  });

  it("CSD of a stretch of LFP is the second derivative along the probe", async () => {
    const heights = [40, 80, 80, 160, Number.NaN, 200];
    const potentials = heights.map((height) => (height / 1e4) ** 2 * 3); // volts, of a place in cm
    const lfp = new DataArray({
      dims: ["time", "channel"],
      shape: [2, 6],
      coords: { time: [1, 2], channel: [0, 1, 2, 3, 4, 5] },
      data: Float64Array.from([...potentials, ...potentials.map((value) => value * -2)]),
    });
    const found = csdOfStretch(lfp, heights);
    expect([...found.coord("vertical_position")]).toEqual([80, 160]);
    const rounded = [...found.data].map((value) => Math.round(value * 1e6) / 1e6);
    expect(rounded).toEqual([6, -12, 6, -12]);
    expect(() => csdOfStretch(lfp, [1, 1, 1, 2, 2, 2])).toThrow(/three heights/);
    const figure = await draw("csd", { probe: PROBE, time: [38.7, 39] });
    expect(figure.table().columnNames()).toContain("time");
    expect(figure.svg()).not.toContain("from onset");
  });

  it("a raster draws one tick for every spike that the session has", async () => {
    const window = [-0.1, 0.5] as const;
    const presentations = await session.getStimulusTable("flashes");
    const spikes = (await session.spikeTimes({ unitIds: UNIT })).get(UNIT)!;
    const starts = Array.from(presentations.array("start_time"));
    const expected = starts.reduce(
      (sum, start) =>
        sum + spikes.filter((time) => time >= start + window[0] && time < start + window[1]).length,
      0,
    );
    const figure = await draw("raster", { unitIds: [UNIT], stimulus: "flashes", window });
    const ticks = figure.svg().match(/M[\d.]+,[\d.]+v/g) ?? [];
    expect(expected).toBeGreaterThan(10);
    expect(ticks).toHaveLength(expected);
    expect(figure.table().numRows()).toBe(expected);
  });

  it("a raster by condition has the same ticks, and names every condition", async () => {
    const options = { unitIds: [UNIT], stimulus: "flashes" };
    const plain = await draw("raster", options);
    const split = await draw("raster", { ...options, by: "color" });
    expect(split.svg().match(/M[\d.]+,[\d.]+v/g)).toHaveLength(plain.table().numRows());
    const labels = Array.from(parsed(split).querySelectorAll("text"), ({ textContent }) => textContent);
    expect(labels).toEqual(expect.arrayContaining(["-1", "1"]));
  });

  it("a PSTH shows the rates that the session gives", async () => {
    const ids = Array.from((await session.getStimulusTable("flashes")).array("stimulus_presentation_id"));
    const rates = await session.psth({ unitIds: UNIT, stimulusPresentationIds: ids });
    const figure = await draw("psth", { unitIds: [UNIT], stimulus: "flashes" });
    expect([...figure.table().array("firing_rate")]).toEqual([...rates.data]);
  });

  it("a tuning curve has the mean rate of the presentations at each value", async () => {
    const window = [0, 0.5] as const;
    const figure = await draw("tuning", { unitIds: [UNIT], stimulus: "drifting_gratings", window });
    const spikes = (await session.spikeTimes({ unitIds: UNIT })).get(UNIT)!;
    const rates = new Map<number, number[]>();
    for (const { orientation = Number.NaN, start_time } of await session.getStimulusTable(
      "drifting_gratings",
    )) {
      if (Number.isNaN(orientation)) continue;
      const count = spikes.filter((time) => time >= start_time && time < start_time + window[1]).length;
      rates.set(orientation, [...(rates.get(orientation) ?? []), count / window[1]]);
    }
    const values = [...rates.keys()].sort((a, b) => a - b);
    expect(values.length).toBeGreaterThan(3);
    expect([...figure.table().array("value")]).toEqual(values);
    for (const [i, value] of values.entries()) {
      const all = rates.get(value)!;
      const mean = all.reduce((sum, rate) => sum + rate, 0) / all.length;
      expect(figure.table().get("mean_rate", i)).toBeCloseTo(mean, 10);
    }
  });

  it("structures have the counts of the session's units", async () => {
    const counts = await session.structurewiseUnitCounts();
    const table = (await draw("structures")).table();
    const drawn = new Map(
      Array.from(table.array("structure") as string[], (name, i) => [name, table.get("count", i)]),
    );
    expect(drawn.size).toBe(counts.numRows());
    for (const { ecephys_structure_acronym, unit_count } of counts)
      expect(drawn.get(ecephys_structure_acronym ?? "none")).toBe(unit_count);
  });
});

describe("what cannot be drawn", () => {
  it.each([
    ["raster", { stimulus: "no_such" }, "not-found", /The stimuli are .*flashes/],
    ["raster", { by: "no_such" }, "argument", /It has: .*start_time/],
    ["lfp", {}, "argument", /probe/],
    ["no-such-figure", {}, "argument", /one of raster, psth/],
    ["psth", { binSise: 1 }, "argument", /Did you mean binSize/],
  ] as const)("%s of %o is refused with what to choose", async (name, options, code, message) => {
    const error = await draw(name, options as SessionFigureOptions).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("stops with the reason of an abort", async () => {
    await expect(draw("raster", { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  });
});
