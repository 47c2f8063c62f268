import { DataArray } from "@ecephys/core";
import { table } from "@ecephys/core/arquero";
import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import { describe } from "vitest";
import * as charts from "../src/node.ts";

const ticks = table({ unit_id: [1], trial: [0], time_relative_to_stimulus_onset: [0] });
const array = (dims: readonly string[]) =>
  new DataArray({
    dims,
    shape: dims.map(() => 1),
    coords: Object.fromEntries(dims.map((dim) => [dim, [1]])),
    data: Float64Array.of(1),
  });
const rates = array(["unit_id", "time_relative_to_stimulus_onset"]);
const image = array(["row", "column"]);
const times = table({ start_time: [0], stop_time: [1], velocity: [1], stimulus_name: ["a"] });

describe("@ecephys/charts", () => {
  refusesMisspeltOptions(
    charts,
    {
      "raster()": ["window", (x) => charts.raster(ticks, x)],
      "psth()": ["seriesName", (x) => charts.psth(rates, x)],
      "psthHeatmap()": ["normalize", (x) => charts.psthHeatmap(rates, x)],
      "tuningCurve()": ["parameter", (x) => charts.tuningCurve({ values: [1], mean: [1] }, x)],
      "receptiveField()": ["title", (x) => charts.receptiveField(array(["y_position", "x_position"]), x)],
      "waveforms()": ["positions", (x) => charts.waveforms(array(["channel_id", "time"]), x)],
      "unitsByDepth()": ["height", (x) => charts.unitsByDepth(table({ probe_vertical_position: [1] }), x)],
      "structures()": ["title", (x) => charts.structures(table({ location: ["a"] }), x)],
      "qualityMetrics()": ["metrics", (x) => charts.qualityMetrics(table({ snr: [1] }), x)],
      "running()": ["width", (x) => charts.running(times, x)],
      "eye()": ["width", (x) => charts.eye(times, x)],
      "lfp()": ["traces", (x) => charts.lfp(array(["time", "channel"]), x)],
      "csd()": ["width", (x) => charts.csd(array(["virtual_channel_index", "time"]), x)],
      "overTime()": ["time", (x) => charts.overTime({ stimuli: times }, x)],
      "scene()": ["title", (x) => charts.scene(image, x)],
      "movieFrame()": ["title", (x) => charts.movieFrame(array(["frame", "row", "column"]), 0, x)],
      "correlogram()": ["label", (x) => charts.correlogram({ lags: [0, 1], counts: [1, 2] }, x)],
      "stimulusTimeline()": ["width", (x) => charts.stimulusTimeline(times, x)],
      "sessionFigure()": ["stimulus", (x) => charts.sessionFigure({} as charts.ChartSession, "raster", x)],
      "sessionReport()": ["warnings", (x) => charts.sessionReport({} as charts.ChartSession, x)],
      "Figure().text()": ["columns", (x) => charts.scene(image).text(x)],
      "Figure().element()": ["theme", (x) => charts.scene(image).element(x)],
      "Figure().svg()": ["theme", (x) => charts.scene(image).svg(x)],
    },
    ["csdOfStretch"],
  );
});
