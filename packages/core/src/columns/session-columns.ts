import type { ColumnTexts } from "./column-info.ts";

const ELLIPSES = {
  corneal_reflection: "the corneal reflection",
  pupil: "the pupil",
  eye: "the eye",
} as const;

/** Columns of the tables of one session. */
export const SESSION_COLUMNS = {
  unit_id: ["integer", "identifier of the unit"],
  peak_channel_id: ["integer", "identifier of the channel on which the unit's waveform is largest"],
  cluster_id: ["integer", "number of the unit in the spike sorting of its probe"],
  filtering: ["text", "filters of the recording"],
  probe_id: ["integer", "identifier of the probe"],
  probe_channel_number: ["integer", "number of the channel on its probe, from the tip"],
  structure_acronym: [
    "text",
    "brain structure of the channel, as the file has it; missing outside the brain",
  ],
  probe_description: ["text", "name of the probe, probeA to probeF"],
  description: ["text", "name of the probe, probeA to probeF"],
  location: ["text", "where the probe is, as the file has it"],
  probe_sampling_rate: ["number", "sampling rate of the probe's spike band", "Hz"],
  probe_lfp_sampling_rate: ["number", "sampling rate of the probe's LFP", "Hz"],
  probe_has_lfp_data: ["boolean", "whether the probe has an LFP file"],
  valid_data: ["boolean", "whether the channel's data are valid"],
  stimulus_presentation_id: ["integer", "number of the presentation in the session, from 0"],
  stimulus_block: ["number", "number of the block of presentations of one stimulus; missing between blocks"],
  stimulus_name: ["text", "name of the stimulus"],
  stimulus_condition_id: ["integer", "number of the combination of stimulus and parameters, from 0"],
  start_time: ["number", "start", "s"],
  stop_time: ["number", "end", "s"],
  end_time: ["number", "end", "s"],
  duration: ["number", "from start to end", "s"],
  contrast: ["number", "contrast of the grating or patch"],
  orientation: ["number", "orientation of the grating or patch", "degrees"],
  temporal_frequency: ["number", "temporal frequency of the grating", "Hz"],
  spatial_frequency: ["number or list", "spatial frequency of the grating", "cycles/degree"],
  phase: ["number or list", "phase of the grating", "cycles"],
  size: ["number or list", "size of the stimulus on the screen", "degrees"],
  color: ["number", "-1 for black, 1 for white"],
  color_triplet: ["list", "colour as red, green, blue, -1 to 1"],
  Dir: ["number", "direction in which dots move", "degrees"],
  Speed: ["number", "speed at which dots move"],
  coherence: ["number", "fraction of the dots that move together"],
  x_position: ["number", "horizontal position on the screen", "degrees"],
  y_position: ["number", "vertical position on the screen", "degrees"],
  frame: ["number", "number of the image or frame; -1 for the grey screen"],
  opacity: ["number", "opacity of the stimulus"],
  mask: ["text", "shape of the stimulus"],
  units: ["text", "unit of the stimulus's size"],
  parameter: ["text", "name of a parameter of the stimulus"],
  value: ["number or list", "a value that the parameter takes"],
  spike_time: ["number", "time of the spike", "s"],
  spike_amplitude: ["number", "amplitude of the spike", "V"],
  trial: ["integer", "number of the presentation among those of the raster, from 0"],
  time_relative_to_stimulus_onset: [
    "number",
    "time from the start of the presentation; of a bin, its centre",
    "s",
  ],
  spike_counts: ["integer", "number of spikes in the bin"],
  second_unit_id: ["integer", "identifier of the second unit of the pair"],
  lag: ["number", "how much later the second unit fired: the centre of the bin", "s"],
  spike_pairs: ["integer", "pairs of spikes with this lag"],
  receptive_field: ["number", "firing rate while the patch is at this position", "spikes/s"],
  channel_id: ["integer", "identifier of the channel"],
  time: ["number", "time; of a waveform, from its first sample", "s"],
  mean_waveform: ["number", "mean waveform of the unit on this channel", "µV"],
  velocity: ["number", "running speed", "cm/s"],
  net_rotation: ["number", "rotation of the wheel", "radians"],
  condition: ["text", "shape of the laser pulse"],
  level: ["number", "voltage of the laser's command", "V"],
  tags: ["list", "of which data these times are invalid"],
  virtual_channel_index: ["integer", "number of the position along the probe"],
  vertical_position: ["number", "position along the probe", "µm"],
  horizontal_position: ["number", "position across the probe", "µm"],
  CSD: ["number", "current source density around flashes", "V/cm²"],
  "Time (s)": ["number", "time of the camera's frame", "s"],
  property: ["text", "name of the property"],
} as const satisfies ColumnTexts;

/** Columns of pupil and gaze. */
export const EYE_COLUMNS: ColumnTexts = Object.fromEntries([
  ...Object.entries(ELLIPSES).flatMap(([name, of]) => [
    [`${name}_center_x`, ["number", `horizontal position of the centre of ${of} in the image`, "pixels"]],
    [`${name}_center_y`, ["number", `vertical position of the centre of ${of} in the image`, "pixels"]],
    [`${name}_height`, ["number", `height of the ellipse of ${of}`, "pixels"]],
    [`${name}_width`, ["number", `width of the ellipse of ${of}`, "pixels"]],
    [`${name}_phi`, ["number", `rotation of the ellipse of ${of}`, "radians"]],
  ]),
  ...(["raw", "filtered"] as const).flatMap((kind) => {
    const how = kind === "raw" ? "" : "; missing in blinks";
    return [
      [`${kind}_eye_area`, ["number", `area of the eye${how}`]],
      [`${kind}_pupil_area`, ["number", `area of the pupil${how}`]],
      [
        `${kind}_screen_coordinates_x_cm`,
        ["number", `horizontal position of the gaze on the screen${how}`, "cm"],
      ],
      [
        `${kind}_screen_coordinates_y_cm`,
        ["number", `vertical position of the gaze on the screen${how}`, "cm"],
      ],
      [
        `${kind}_screen_coordinates_spherical_x_deg`,
        ["number", `horizontal angle of the gaze${how}`, "degrees"],
      ],
      [
        `${kind}_screen_coordinates_spherical_y_deg`,
        ["number", `vertical angle of the gaze${how}`, "degrees"],
      ],
    ];
  }),
]);
