import type { Id, RemoteFile } from "@ecephys/files";
import type { FetchOptions } from "../fetch-api.ts";
import type { FetchedKind } from "../integrity/kinds.ts";
import {
  NATURAL_MOVIE_KEY,
  NATURAL_SCENE_KEY,
  PROBE_LFP_NWB_KEY,
  SESSION_NWB_KEY,
} from "../manifest/keys.ts";
import { asked } from "./arguments.ts";
import type { CacheContext } from "./context.ts";

/** A file of the cache that is no table, and how it is fetched. */
export interface FileRequest {
  readonly kind: FetchedKind;
  readonly path: string;
  /** For messages: "session 715093703". */
  readonly resource: string;
  readonly fetch: (options: FetchOptions) => Promise<RemoteFile>;
}

/** The NWB file of a session. */
export function sessionRequest({ api, manifest }: CacheContext, id: Id): FileRequest {
  const sessionId = asked.id("a session id", id);
  return {
    kind: "session",
    path: manifest.path(SESSION_NWB_KEY, sessionId, sessionId),
    resource: `session ${sessionId}`,
    fetch: (options) => api.getSessionData(sessionId, options),
  };
}

/** The LFP file of a probe of a session. */
export function lfpRequest({ api, manifest }: CacheContext, sessionId: number, probeId: number): FileRequest {
  return {
    kind: "lfp",
    path: manifest.path(PROBE_LFP_NWB_KEY, sessionId, probeId),
    resource: `the LFP of probe ${probeId}`,
    fetch: (options) => api.getProbeLfpData(probeId, options),
  };
}

/** The frames of a natural movie. */
export function movieRequest({ api, manifest }: CacheContext, given: number): FileRequest {
  const number = asked.integer("the number of a natural movie", given);
  return {
    kind: "movie",
    path: manifest.path(NATURAL_MOVIE_KEY, number),
    resource: `natural movie ${number}`,
    fetch: (options) => api.getNaturalMovieTemplate(number, options),
  };
}

/** A natural scene. */
export function sceneRequest({ api, manifest }: CacheContext, given: number): FileRequest {
  const number = asked.integer("the number of a natural scene", given);
  return {
    kind: "scene",
    path: manifest.path(NATURAL_SCENE_KEY, number),
    resource: `natural scene ${number}`,
    fetch: (options) => api.getNaturalSceneTemplate(number, options),
  };
}
