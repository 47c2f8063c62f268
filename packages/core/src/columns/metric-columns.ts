import type { ColumnTexts, ColumnValues } from "./column-info.ts";

/** The stimuli of the metrics by their suffix. */
const STIMULI = {
  dg: "drifting gratings",
  fl: "flashes",
  rf: "receptive field mapping (gabors)",
  ns: "natural scenes",
  sg: "static gratings",
  dm: "moving dots",
} as const;

type Suffix = keyof typeof STIMULI;
type Metric = readonly [type: ColumnValues, meaning: string, suffixes: readonly Suffix[], unit?: string];

const ALL = ["dg", "fl", "rf", "ns", "sg", "dm"] as const;

/** Metrics of several stimuli, or of one; the name is followed by the stimulus. */
const METRICS: Readonly<Record<string, Metric>> = {
  fano: ["number", "Fano factor: variance of the spike count over its mean", ALL],
  firing_rate: ["number", "mean firing rate during the stimulus", ALL, "spikes/s"],
  lifetime_sparseness: ["number", "lifetime sparseness of the responses to the conditions, 0 to 1", ALL],
  run_mod: ["number", "modulation by running: difference of the rates over their sum, -1 to 1", ALL],
  run_pval: ["number", "p-value of the modulation by running", ALL],
  time_to_peak: [
    "number",
    "time from the start of the presentation to the largest response",
    ["fl", "rf", "ns", "sg", "dm"],
    "s",
  ],
  area: ["number", "area of the receptive field", ["rf"], "degrees²"],
  azimuth: ["number", "horizontal position of the receptive field's centre", ["rf"], "degrees"],
  elevation: ["number", "vertical position of the receptive field's centre", ["rf"], "degrees"],
  center: ["list", "centre of the receptive field", ["rf"]],
  width: ["number", "width of the receptive field", ["rf"], "degrees"],
  height: ["number", "height of the receptive field", ["rf"], "degrees"],
  p_value: ["number", "p-value of the receptive field, by permutation", ["rf"]],
  on_screen: ["boolean", "whether the receptive field is on the screen", ["rf"]],
  class: ["text", "class of the response: on or off", ["rf"]],
  c50: ["number", "contrast that evokes half of the largest response", ["dg"]],
  f1_f0: ["number", "modulation at the grating's temporal frequency, over the mean", ["dg"]],
  mod_idx: ["number", "modulation index at the grating's temporal frequency", ["dg"]],
  g_dsi: ["number", "global direction selectivity index, 0 to 1", ["dg"]],
  g_osi: ["number", "global orientation selectivity index, 0 to 1", ["dg", "sg"]],
  pref_ori: ["number", "preferred orientation", ["dg", "sg"], "degrees"],
  pref_tf: ["number", "preferred temporal frequency", ["dg"], "Hz"],
  pref_tf_label: ["number", "preferred temporal frequency, as a number", ["dg"]],
  pref_sf: ["number", "preferred spatial frequency", ["sg"], "cycles/degree"],
  pref_phase: ["number", "preferred phase", ["sg"], "cycles"],
  pref_image: ["number", "preferred image, -1 for the grey screen", ["ns"]],
  image_selectivity: ["number", "selectivity for images; large if few evoke a response", ["ns"]],
  pref_dir: ["number", "preferred direction", ["dm"], "degrees"],
  pref_speed: ["number", "preferred speed", ["dm"]],
  pref_ori_multi: ["boolean", "whether several orientations evoke the largest response", ["dg", "sg"]],
  pref_tf_multi: ["boolean", "whether several temporal frequencies evoke the largest response", ["dg"]],
  pref_sf_multi: ["boolean", "whether several spatial frequencies evoke the largest response", ["sg"]],
  pref_phase_multi: ["boolean", "whether several phases evoke the largest response", ["sg"]],
  pref_image_multi: ["boolean", "whether several images evoke the largest response", ["ns"]],
  pref_dir_multi: ["boolean", "whether several directions evoke the largest response", ["dm"]],
  pref_speed_multi: ["boolean", "whether several speeds evoke the largest response", ["dm"]],
  on_off_ratio: ["number", "response to white over that to black flashes", ["fl"]],
  sustained_idx: ["number", "how sustained the response is: mean over largest rate", ["fl"]],
};

/** The columns of the unit analysis metrics. */
export const METRIC_COLUMNS: ColumnTexts = Object.fromEntries(
  Object.entries(METRICS).flatMap(([name, [type, meaning, suffixes, unit]]) =>
    suffixes.map((suffix) => [`${name}_${suffix}`, [type, `${STIMULI[suffix]}: ${meaning}`, unit]]),
  ),
);
