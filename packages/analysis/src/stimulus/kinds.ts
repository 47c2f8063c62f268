/** A class of stimuli and how its metrics are named. */
export interface StimulusKind {
  readonly name: StimulusKindName;
  /** "Drifting Gratings". */
  readonly title: string;
  /** Names of stimuli of this class, as AllenSDK lists them. */
  readonly knownKeys: readonly string[];
  /** Whether a stimulus is of this class. */
  matches(stimulusName: string): boolean;
  /** Seconds of a trial. */
  readonly trialDuration: number;
  /** The parameters that responses are tuned to, and that tell conditions apart. */
  readonly dimensions: readonly string[];
  /** Blank conditions: those without this parameter, or with -1 in it. */
  readonly blank?: { readonly parameter: string; readonly value: number } | undefined;
}

/** The classes of stimuli that have metrics. */
export type StimulusKindName =
  | "drifting_gratings"
  | "static_gratings"
  | "natural_scenes"
  | "natural_movies"
  | "flashes"
  | "receptive_field_mapping"
  | "dot_motion";

const whole =
  (keys: readonly string[]) =>
  (name: string): boolean =>
    keys.some((key) => key.toLowerCase() === name.toLowerCase());

const beginning =
  (keys: readonly string[]) =>
  (name: string): boolean =>
    keys.some((key) => name.toLowerCase().startsWith(key));

const MOVIE = /^natural_movie_(?:1|3|one|three)(?:_more_repeats)?$/i;

function kind(own: Omit<StimulusKind, "matches"> & Partial<Pick<StimulusKind, "matches">>): StimulusKind {
  return { matches: whole(own.knownKeys), ...own };
}

/** Every class, in the order in which sessions show them. */
export const STIMULUS_KINDS: Readonly<Record<StimulusKindName, StimulusKind>> = {
  drifting_gratings: kind({
    name: "drifting_gratings",
    title: "Drifting Gratings",
    knownKeys: ["drifting_gratings", "drifting_gratings_75_repeats"],
    trialDuration: 2,
    dimensions: ["orientation", "temporal_frequency", "contrast"],
    blank: { parameter: "temporal_frequency", value: Number.NaN },
  }),
  static_gratings: kind({
    name: "static_gratings",
    title: "Static Gratings",
    knownKeys: ["static_gratings"],
    trialDuration: 0.25,
    dimensions: ["spatial_frequency", "orientation", "phase"],
    blank: { parameter: "spatial_frequency", value: Number.NaN },
  }),
  natural_scenes: kind({
    name: "natural_scenes",
    title: "Natural Scenes",
    knownKeys: ["natural_scenes", "Natural_Images", "Natural Images"],
    trialDuration: 0.25,
    dimensions: ["frame"],
    blank: { parameter: "frame", value: -1 },
  }),
  natural_movies: kind({
    name: "natural_movies",
    title: "Natural Movies",
    knownKeys: [
      "natural_movie_one",
      "natural_movie_three",
      "natural_movie_1",
      "natural_movie_3",
      "natural_movie_one_more_repeats",
      "natural_movie_three_more_repeats",
      "natural_movie_1_more_repeats",
      "natural_movie_3_more_repeats",
    ],
    matches: (name) => MOVIE.test(name),
    trialDuration: 2 / 60,
    dimensions: ["frame"],
  }),
  flashes: kind({
    name: "flashes",
    title: "Flashes",
    knownKeys: ["flash", "flashes"],
    matches: beginning(["flash"]),
    trialDuration: 0.25,
    dimensions: ["color"],
  }),
  receptive_field_mapping: kind({
    name: "receptive_field_mapping",
    title: "Receptive Field Mapping",
    knownKeys: ["receptive_field_mapping", "gabor", "gabors"],
    matches: beginning(["receptive_field_mapping", "gabor"]),
    trialDuration: 0.25,
    dimensions: ["y_position", "x_position"],
  }),
  dot_motion: kind({
    name: "dot_motion",
    title: "Dot Motion",
    knownKeys: ["motion_stimulus", "dot_motion"],
    trialDuration: 1,
    dimensions: ["Speed", "Dir"],
  }),
};

/** The contrast responses that belong to drifting gratings. */
export const CONTRAST_STIMULUS = "drifting_gratings_contrast";
