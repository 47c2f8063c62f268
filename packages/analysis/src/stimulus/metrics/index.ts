import type { StimulusKindName } from "../kinds.ts";
import type { KindMetrics } from "./columns.ts";
import { DOT_MOTION } from "./dot-motion.ts";
import { DRIFTING_GRATINGS } from "./drifting-gratings.ts";
import { FLASHES } from "./flashes.ts";
import { NATURAL_MOVIES } from "./natural-movies.ts";
import { NATURAL_SCENES } from "./natural-scenes.ts";
import { RECEPTIVE_FIELD_MAPPING } from "./receptive-field-mapping.ts";
import { STATIC_GRATINGS } from "./static-gratings.ts";

/** The metrics of every class of stimuli. */
export const KIND_METRICS: Readonly<Record<StimulusKindName, KindMetrics>> = {
  drifting_gratings: DRIFTING_GRATINGS,
  static_gratings: STATIC_GRATINGS,
  natural_scenes: NATURAL_SCENES,
  natural_movies: NATURAL_MOVIES,
  flashes: FLASHES,
  receptive_field_mapping: RECEPTIVE_FIELD_MAPPING,
  dot_motion: DOT_MOTION,
};
