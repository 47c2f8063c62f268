import { EcephysError } from "@ecephys/files";
import {
  type CodedCells,
  cellAt,
  codedCells,
  type RawCell,
  type RawColumn,
  withValues,
} from "./coded-cells.ts";
import type { RawPresentations } from "./raw-presentations.ts";

/** Names of stimuli in old files, and their present names. */
const STIMULUS_NAMES: Readonly<Record<string, string>> = {
  "": "spontaneous",
  natural_movie_1: "natural_movie_one",
  natural_movie_3: "natural_movie_three",
  "Natural Images": "natural_scenes",
  flash_250ms: "flashes",
  gabor_20_deg_250ms: "gabors",
  contrast_response: "drifting_gratings_contrast",
  Natural_Images_Shuffled: "natural_scenes_shuffled",
  Natural_Images_Sequential: "natural_scenes_sequential",
  natural_movie_1_more_repeats: "natural_movie_one",
  natural_movie_shuffled: "natural_movie_one_shuffled",
  motion_stimulus: "dot_motion",
  drifting_gratings_more_repeats: "drifting_gratings_75_repeats",
  signal_noise_test_0_200_repeats: "test_movie_one",
  signal_noise_test_0: "test_movie_one",
  signal_noise_test_1: "test_movie_two",
  signal_noise_session_1: "dense_movie_one",
  signal_noise_session_2: "dense_movie_two",
  signal_noise_session_3: "dense_movie_three",
  signal_noise_session_4: "dense_movie_four",
  signal_noise_session_5: "dense_movie_five",
  signal_noise_session_6: "dense_movie_six",
};

const COLUMN_NAMES: Readonly<Record<string, string>> = {
  Contrast: "contrast",
  Ori: "orientation",
  SF: "spatial_frequency",
  TF: "temporal_frequency",
  Phase: "phase",
  Color: "color",
  Image: "frame",
  Pos_x: "x_position",
  Pos_y: "y_position",
};

const DIGITS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const MOVIE = /natural_movie_(\d+|one|two|three|four|five|six|seven|eight|nine)/;
const SHUFFLED = "natural_movie_shuffled";

/** A colour of red, green and blue, as text. */
const TRIPLET = /^\[(-?\d*\.\d*,\s*)*(-?\d*\.\d*)\]/;

/**
 * Gives columns and stimuli the names that they have had since 2020. The steps and their order are
 * AllenSDK's: numbers in the names of movies become words before names are looked up.
 * @throws an EcephysError "format" where a shuffled movie could be one of several.
 */
export function standardizeNames({ rows, columns }: RawPresentations, resource: string): RawPresentations {
  const named = columns.get("stimulus_name") ?? { values: [null], codes: new Int32Array(rows) };
  const names = named instanceof Float64Array ? codedCells(named) : named;
  const collapsed = collapseCapitals(splitColors(columns), rows);
  collapsed.set("stimulus_name", standardizeStimuli(names, resource));
  const renamed = [...collapsed].map(([name, cells]) => {
    const modern = COLUMN_NAMES[name];
    return [modern !== undefined && !collapsed.has(modern) ? modern : name, cells] as const;
  });
  return { rows, columns: new Map(renamed) };
}

/** The column "color" holds two parameters: a grey level, and triplets, which get a column of their own. */
function splitColors(columns: ReadonlyMap<string, RawColumn>): Map<string, RawColumn> {
  const result = new Map(columns);
  const colors = columns.get("color");
  if (!colors) return result;
  const own = columns.get("color_triplet");
  if (colors instanceof Float64Array) {
    result.set("color_triplet", own ?? { values: [""], codes: new Int32Array(colors.length) });
    return result;
  }
  result.set(
    "color",
    withValues(colors, (color) => (isTriplet(color) ? "" : toNumber(color ?? ""))),
  );
  result.set(
    "color_triplet",
    own ? withTriplets(own, colors) : withValues(colors, (color) => (isTriplet(color) ? color : "")),
  );
  return result;
}

function isTriplet(color: RawCell): boolean {
  return typeof color === "string" && TRIPLET.test(color);
}

/** A column of triplets, with those of the colours in place of its own. */
function withTriplets(triplets: RawColumn, { values, codes }: CodedCells): CodedCells {
  const known = values.map(isTriplet);
  return codedCells(Array.from(codes, (code, row) => (known[code] ? values[code]! : cellAt(triplets, row))));
}

function toNumber(color: RawCell): RawCell {
  const level = typeof color === "string" && color !== "" ? Number(color) : Number.NaN;
  return Number.isNaN(level) ? color : level;
}

/** Merges "TF" into "tf" and "Phase" into "phase" where no presentation has both. */
function collapseCapitals(columns: ReadonlyMap<string, RawColumn>, rows: number): Map<string, RawColumn> {
  const result = new Map(columns);
  const merged = new Set<string>();
  for (const name of columns.keys()) {
    for (const other of [name.toUpperCase(), capitalized(name)]) {
      const theirs = columns.get(other);
      const both = theirs && other !== name ? mergeCells(result.get(name)!, theirs, rows) : undefined;
      if (!both) continue;
      result.set(name, both);
      merged.add(other);
      break;
    }
  }
  for (const name of merged) result.delete(name);
  return result;
}

/** The cells of either column; undefined where a row has both. */
function mergeCells(own: RawColumn, theirs: RawColumn, rows: number): CodedCells | undefined {
  const cells: RawCell[] = [];
  for (let row = 0; row < rows; row++) {
    const [left, right] = [present(cellAt(own, row)), present(cellAt(theirs, row))];
    if (left !== null && right !== null) return undefined;
    cells.push(left ?? right);
  }
  return codedCells(cells);
}

function present(cell: RawCell): RawCell {
  return typeof cell === "number" && Number.isNaN(cell) ? null : cell;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
}

function standardizeStimuli({ values, codes }: CodedCells, resource: string): CodedCells {
  const worded = values.map((name) =>
    typeof name === "string" && MOVIE.test(name)
      ? name.replace(/\d+/g, (digits) => word(digits, resource))
      : name,
  );
  const isShuffled = worded.some((name) => typeof name === "string" && name.includes(SHUFFLED));
  const numbered = isShuffled ? numberShuffled(worded, resource) : worded;
  return { values: numbered.map(modernName), codes };
}

function modernName(name: RawCell): RawCell {
  if (present(name) === null) return "spontaneous";
  return typeof name === "string" ? (STIMULUS_NAMES[name] ?? name) : name;
}

function word(digits: string, resource: string): string {
  const found = DIGITS[Number(digits)];
  if (found && digits.length === 1) return found;
  throw new EcephysError("format", {
    action: "Naming the stimuli",
    resource,
    reason: `there is no natural movie number ${digits}`,
  });
}

/** A shuffled movie is the session's only other one. */
function numberShuffled(names: readonly RawCell[], resource: string): RawCell[] {
  const movies = new Set(
    names.flatMap((name) => (typeof name === "string" ? (MOVIE.exec(name)?.[1] ?? []) : [])),
  );
  const [movie] = movies;
  if (movies.size !== 1)
    throw new EcephysError("format", {
      action: "Naming the stimuli",
      resource,
      reason: `the shuffled movie could be any of: ${[...movies].join(", ") || "none"}`,
    });
  return names.map((name) =>
    typeof name === "string" && name.startsWith(SHUFFLED) ? `natural_movie_${movie}_shuffled` : name,
  );
}
