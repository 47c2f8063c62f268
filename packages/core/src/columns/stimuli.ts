/** The names of the stimuli that the sessions of the dataset show, by type of session, then `spontaneous` activity. */
export const STIMULUS_NAMES: readonly string[] = [
  "drifting_gratings",
  "static_gratings",
  "gabors",
  "flashes",
  "natural_scenes",
  "natural_movie_one",
  "natural_movie_three",
  "drifting_gratings_contrast",
  "drifting_gratings_75_repeats",
  "natural_movie_one_more_repeats",
  "natural_movie_one_shuffled",
  "dot_motion",
  "spontaneous",
];
