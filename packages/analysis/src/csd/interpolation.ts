import { argumentChecks, type OptionNames } from "@ecephys/files";
import { requireShape } from "../lists.ts";
import { finish, type Steps, within } from "../steps.ts";
import { mismatch, type Place, TRIAL_DIMS, type TrialLfp } from "./arrays.ts";
import { cloughTocherWeights } from "./clough-tocher.ts";
import { gradientEquations } from "./gradients.ts";
import { barycentric, triangleAt, triangulate, triangulationOf } from "./triangulation.ts";

/** How values between channels are found. */
export interface InterpolationOptions {
  /** "cubic" by default. */
  readonly method?: "cubic" | "linear" | "nearest" | undefined;
  /** Three positions of channels a triangle; Delaunay's triangles by default. */
  readonly triangles?: ArrayLike<number> | undefined;
}

const OPTIONS: OptionNames<InterpolationOptions> = { method: true, triangles: true };
const ACTION = "Interpolating LFP between channels";

/** Weights of channels for virtual sites. */
export interface InterpolationMatrix {
  /** Site × channel, in C order. */
  readonly data: Float64Array;
  readonly shape: readonly [sites: number, channels: number];
}

/**
 * What each channel contributes to each virtual site: made once for a geometry, then multiplied. Outside of the hull of
 * the channels all weights are 0, as in AllenSDK, except with "nearest".
 * @throws an EcephysError "argument" for channels in a line.
 */
export function interpolationMatrix(
  channels: readonly Place[],
  sites: readonly Place[],
  options: InterpolationOptions = {},
): InterpolationMatrix {
  return finish(interpolationMatrixSteps(channels, sites, options));
}

/** `interpolationMatrix` site by site. */
export function* interpolationMatrixSteps(
  channels: readonly Place[],
  sites: readonly Place[],
  options: InterpolationOptions = {},
): Steps<InterpolationMatrix> {
  const checks = argumentChecks(ACTION);
  const { method = "cubic", triangles } = checks.knownOptions(options, OPTIONS);
  for (const [name, places] of Object.entries({ channels, sites }))
    if (!Array.isArray(places)) throw checks.refusal(name, places, "an array of places { x, y }");
  const shape = [sites.length, channels.length] as const;
  const data = new Float64Array(sites.length * channels.length);
  if (method === "nearest") {
    for (const [s, site] of sites.entries()) data[s * channels.length + nearest(channels, site)] = 1;
    return { data, shape };
  }
  if (method !== "cubic" && method !== "linear")
    throw checks.refusal("method", method, '"cubic", "linear" or "nearest"');
  const triangulation = triangles ? triangulationOf(triangles) : triangulate(channels);
  const equations = method === "cubic" ? gradientEquations(channels, triangulation) : undefined;
  for (const [s, site] of sites.entries()) {
    yield s / sites.length;
    const triangle = triangleAt(channels, triangulation, site);
    if (triangle < 0) continue;
    const corners = triangulation.corners.subarray(3 * triangle, 3 * triangle + 3);
    const row = data.subarray(s * channels.length, (s + 1) * channels.length);
    if (!equations) {
      const weights = barycentric(channels, triangulation, triangle, site);
      for (const [k, corner] of corners.entries()) row[corner] = weights[k]!;
      continue;
    }
    const weights = cloughTocherWeights(channels, triangulation, triangle, site);
    const ofGradients = new Float64Array(equations.size);
    for (const [k, corner] of corners.entries()) {
      row[corner] = row[corner]! + weights[k]!;
      ofGradients[2 * corner] = weights[3 + 2 * k]!;
      ofGradients[2 * corner + 1] = weights[4 + 2 * k]!;
    }
    const through = equations.weighted(equations.solve(ofGradients));
    for (let c = 0; c < row.length; c++) row[c] = row[c]! + through[c]!;
  }
  return { data, shape };
}

function nearest(channels: readonly Place[], { x, y }: Place): number {
  let best = 0;
  const distance = (c: number) => Math.hypot(channels[c]!.x - x, channels[c]!.y - y);
  for (let c = 1; c < channels.length; c++) if (distance(c) < distance(best)) best = c;
  return best;
}

/**
 * The LFP of trials at virtual sites.
 * @returns it, and the distance between successive sites in mm.
 * @throws an EcephysError "argument" where there are not as many places as channels.
 */
export function interpolateChannels(
  lfp: TrialLfp,
  channels: readonly Place[],
  sites: readonly Place[],
  options: InterpolationOptions = {},
): { readonly lfp: TrialLfp; readonly spacing: number } {
  return finish(interpolationSteps(lfp, channels, sites, options));
}

/** `interpolateChannels` site by site of each trial. */
export function* interpolationSteps(
  lfp: TrialLfp,
  channels: readonly Place[],
  sites: readonly Place[],
  options: InterpolationOptions = {},
): Steps<{ readonly lfp: TrialLfp; readonly spacing: number }> {
  requireShape(ACTION, "the LFP", lfp, TRIAL_DIMS);
  const [trials, width, samples] = lfp.shape;
  if (width !== channels.length)
    throw mismatch(ACTION, `${width} channels`, `there are ${channels.length} places for them`);
  const matrix = yield* within(0, 0.3, interpolationMatrixSteps(channels, sites, options));
  const data = new Float64Array(trials * sites.length * samples);
  for (let trial = 0; trial < trials; trial++)
    for (let s = 0; s < sites.length; s++) {
      const at = (trial * sites.length + s) * samples;
      for (let c = 0; c < width; c++) {
        const weight = matrix.data[s * width + c]!;
        if (weight === 0) continue;
        const from = (trial * width + c) * samples;
        for (let t = 0; t < samples; t++) data[at + t] = data[at + t]! + weight * lfp.data[from + t]!;
      }
      yield 0.3 + (0.7 * (trial + (s + 1) / sites.length)) / trials;
    }
  const last = sites.length - 1;
  const spacing = (sites[last]!.y - sites[0]!.y) / last / 1000;
  return { lfp: { data, shape: [trials, sites.length, samples] }, spacing };
}
