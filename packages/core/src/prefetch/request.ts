import type { Ids } from "@ecephys/files";
import { argumentChecks } from "@ecephys/files";
import type { PrefetchPlan, PrefetchRequest } from "./plan.ts";

/** A prefetch request as lists of numbers and names; what was left out is empty. */
export interface WantedFiles {
  readonly sessions: readonly number[];
  /** `true`: of all probes of the sessions. */
  readonly lfp: readonly number[] | true;
  readonly movies: readonly number[];
  readonly scenes: readonly number[];
  readonly metrics: readonly number[];
  readonly sessionTypes: readonly string[];
  readonly tables: boolean;
}

const KINDS = ["sessions", "lfp", "movies", "scenes", "metrics", "sessionTypes", "tables"];
const REMEDY = `Give { sessions: [715093703] } or the like; there are ${KINDS.join(", ")}`;

/** @throws an EcephysError "argument" for what is no request, and for names that mean nothing in one. */
export function wantedFiles(request: PrefetchRequest): WantedFiles {
  const { flag, ids, names } = argumentChecks("Prefetching");
  checkRequest(request);
  const unknown = Object.keys(request).find((name) => !KINDS.includes(name));
  if (unknown !== undefined)
    throw argumentChecks("Prefetching").refusal(
      "the request",
      unknown,
      "the name of something to be fetched",
      REMEDY,
    );
  const sessions = ids("sessions", request.sessions ?? []);
  const ofSome = (name: "lfp" | "metrics"): number[] | boolean => {
    const value = request[name];
    return value === undefined || typeof value === "boolean" ? value === true : ids(name, value as Ids);
  };
  const [lfp, metrics] = [ofSome("lfp"), ofSome("metrics")];
  return {
    sessions,
    lfp: lfp === false ? [] : lfp,
    movies: ids("movies", request.movies ?? []),
    scenes: ids("scenes", request.scenes ?? []),
    metrics: metrics === true ? sessions : metrics || [],
    sessionTypes: names("sessionTypes", request.sessionTypes ?? []),
    tables: flag("tables", request.tables) ?? false,
  };
}

/** Whether a prefetch was given a plan; anything else has to be a request. */
export function isPlan(wanted: PrefetchRequest | PrefetchPlan): wanted is PrefetchPlan {
  checkRequest(wanted);
  return "toFetch" in wanted;
}

function checkRequest(request: unknown): void {
  if (typeof request === "object" && request !== null && !Array.isArray(request)) return;
  throw argumentChecks("Prefetching").refusal("the request", request, "an object", REMEDY);
}
