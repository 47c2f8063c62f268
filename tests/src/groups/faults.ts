import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EcephysProjectApi } from "@ecephys/core";
import {
  cacheFiles,
  type GoldenEntry,
  type SampleProject,
  type SampleWarehouse,
  startSampleWarehouse,
} from "@ecephys/fixtures";
import { type Call, defineHandlers } from "../harness.ts";
import { type Outcome, outcomeOf, valueOutcome } from "../outcome.ts";
import { MANIFEST, openCache, temporaryDirectory, warehouseOf } from "../project.ts";
import { PROJECT_CALLS } from "./project-calls.ts";

interface Context {
  readonly project: SampleProject;
  readonly server: SampleWarehouse;
  readonly api: EcephysProjectApi;
  readonly scratch: string;
  /** The outcome of the faulted call before an entry "requests and files left" did, by tag. */
  readonly done: Map<
    string,
    { readonly method: string; readonly directory: string; readonly outcome: Outcome }
  >;
}

/**
 * Faulted calls (group faults), each in a directory of its own. We succeed where AllenSDK succeeds and fail where it
 * fails, whether its call was synchronous or not; either way, every file left is complete.
 */
export const faultsGroup = defineHandlers<Context>({
  covers: (_, group) => group === "faults",
  open: async (project) => {
    const server = await startSampleWarehouse({ project });
    return {
      project: project as SampleProject,
      server,
      api: warehouseOf(server),
      scratch: await temporaryDirectory(),
      done: new Map(),
    };
  },
  close: async ({ server, scratch }) => {
    await server.close();
    await rm(scratch, { recursive: true, force: true });
  },
  calls: {
    get_session_table: faulted("get_session_table"),
    get_channels: faulted("get_channels"),
    get_natural_movie_template: faulted("get_natural_movie_template"),
    get_natural_scene_template: faulted("get_natural_scene_template"),
    get_session_data: faulted("get_session_data"),
    "requests and files left": async ({ project, done }, entry) => {
      const { tag } = entry;
      const call = done.get(tag);
      if (call === undefined) throw new Error(`no call is tagged ${tag}`);
      const wrong = await settled(() => notAsRecorded(project, call.directory));
      const lost = call.outcome.kind === "error" ? [] : await notThere(entry, call.directory, call.method);
      return valueOutcome([...wrong, ...lost]);
    },
  },
  rules: () => ({ errorCodes: ["fetch", "response", "not-found", "format"] }),
});

function faulted(method: string): Call<Context> {
  return async (context, entry) => {
    const { server, api, scratch, done } = context;
    const directory = await mkdtemp(join(scratch, "cache-"));
    server.setFaults((entry.args.faults as string[] | undefined) ?? []);
    const cache = await openCache(api, directory);
    const outcome = await outcomeOf(() => PROJECT_CALLS[method]!({ cache }, entry));
    done.set(entry.tag, { method, directory, outcome });
    if (outcome.kind === "error") throw outcome.error;
    return shapeOf(outcome, entry);
  };
}

/** For tables and templates the shape was recorded, without the index; for sessions the id. */
function shapeOf(outcome: Outcome, entry: GoldenEntry): Outcome {
  if (outcome.kind !== "table" || entry.kind !== "value") return outcome;
  return valueOutcome([outcome.table.numRows(), outcome.table.numCols() - 1]);
}

/**
 * Files that a call of AllenSDK left and ours, though it succeeded, did not: we fetch the tables that belong to a
 * session only on request.
 */
async function notThere(entry: GoldenEntry, directory: string, method: string): Promise<string[]> {
  const answer = entry.answer();
  if (answer.kind !== "value") throw new Error("no files are recorded");
  const { files } = answer.value as { files: string[] };
  const found = await readdir(directory, { recursive: true });
  const names = new Set(found.map((path) => path.replaceAll("\\", "/")));
  const wanted = files.filter((name) => method !== "get_session_data" || !name.endsWith(".csv"));
  return wanted.filter((name) => !names.has(name)).map((name) => `${name} is not there`);
}

/** After one table failed, another may still be on its way to the disk: it gets a moment to arrive. */
async function settled(look: () => Promise<string[]>): Promise<string[]> {
  for (let looks = 1; ; looks++) {
    const wrong = await look();
    if (wrong.length === 0 || looks === 20) return wrong;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What should not be in a directory: files that AllenSDK's does not have or whose content differs, and empty directories. */
async function notAsRecorded(project: SampleProject, directory: string): Promise<string[]> {
  const whole = cacheFiles(project);
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const wrong: string[] = [];
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(directory.length + 1).replaceAll("\\", "/");
    if (name === ".ecephys" || name.startsWith(".ecephys/") || name === MANIFEST) continue;
    if (entry.isDirectory()) {
      if ((await readdir(path)).length === 0) wrong.push(`${name}/ is empty`);
    } else {
      // A temporary file may have been removed by now.
      const bytes = await readFile(path).catch(() => undefined);
      const recorded = whole.get(name);
      if (recorded === undefined || !bytes?.equals(recorded)) wrong.push(name);
    }
  }
  return wrong;
}
