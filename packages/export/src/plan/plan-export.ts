import { resolve } from "node:path";
import type { UnitFilterOptions } from "@ecephys/core";
import { UNIT_FILTER_OPTIONS } from "@ecephys/core/internal";
import { argumentChecks, type Ids, type OptionNames, type PlainError, plainError } from "@ecephys/files";
import { eachAtMost } from "@ecephys/files/internal";
import type { ExportKind, ExportParameters } from "../kinds/types.ts";
import { type Compression, EXPORT_FORMATS, type ExportFormat } from "../rows/types.ts";
import type { SessionCache } from "./cache.ts";
import { TABLE_NAME } from "./define-task.ts";
import { sessionEstimate } from "./estimate.ts";
import { projectInputs, sessionInputs } from "./inputs.ts";
import { kindNamed, kindsByName } from "./kinds-by-name.ts";
import { TableDigests } from "./table-digests.ts";
import { type ExportTask, TASK_VERSION, type TaskInput } from "./task.ts";

/** A kind of export with its parameters, and the name of its table in the dataset. */
export interface KindChoice {
  readonly kind: string;
  readonly parameters?: ExportParameters | undefined;
  /** The kind's name by default; needed where a dataset has one kind twice, with other parameters. */
  readonly name?: string | undefined;
}

/** What is to be exported. */
export interface ExportRequest {
  /** Kinds of export: names ("spikes"), or with parameters. */
  readonly kinds: readonly (string | KindChoice)[];
  /** Which sessions; all of the session table by default. Tables of the project have all sessions in any case. */
  readonly sessions?: Ids | undefined;
  /** Quality filters of the sessions' units; the defaults of sessions where they are left out. */
  readonly filters?: UnitFilterOptions | undefined;
  /** Tasks of one's own, made with `defineTask`. */
  readonly tasks?: readonly ExportKind[] | undefined;
}

/** Where an export is written, and how. */
export interface ExportTarget {
  /** The dataset's directory. */
  readonly dataset: string;
  /** "parquet" by default. */
  readonly format?: ExportFormat | undefined;
  readonly compression?: Compression | undefined;
}

/** How an export is planned. */
export interface PlanExportOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many sessions are looked up at once; 24 by default. */
  readonly concurrency?: number | undefined;
}

/** The tasks of an export, and the sessions that have none. */
export interface ExportPlan {
  /** One for each session and kind, by session; those of the project first. */
  readonly tasks: readonly ExportTask[];
  /** Sessions whose file does not exist or could not be looked up. */
  readonly unavailable: readonly { readonly session: number; readonly error: PlainError }[];
}

const REQUEST: OptionNames<ExportRequest> = { kinds: true, sessions: true, filters: true, tasks: true };
const TARGET: OptionNames<ExportTarget> = { dataset: true, format: true, compression: true };
const OPTIONS: OptionNames<PlanExportOptions> = { signal: true, concurrency: true };
const CHOICE: OptionNames<KindChoice> = { kind: true, parameters: true, name: true };
const DEFAULT_LOOKED_UP_AT_ONCE = 24;
const checks = argumentChecks("Planning an export");

/**
 * Plans an export: one task for each session and kind, with the size and version of what it reads. Sessions are looked up
 * in the cache, and at the backend where they are not there; no session is downloaded or opened. A session that does not
 * exist is listed as unavailable; the others are planned.
 * @throws an EcephysError "argument" for kinds, parameters and options that are wrong; what fetching a table throws.
 * @example
 * import { planExport } from "@ecephys/export/tasks";
 *
 * const plan = await planExport(cache, { kinds: ["units", "presentations"] }, { dataset: "data/dataset" });
 * console.log(plan.tasks.length, plan.unavailable);
 */
export async function planExport(
  cache: SessionCache,
  request: ExportRequest,
  target: ExportTarget,
  options: PlanExportOptions = {},
): Promise<ExportPlan> {
  const { filters = {}, kinds, sessions, tasks: own } = checks.knownOptions(request, REQUEST, "the request");
  const written = checkedTarget(target);
  const { concurrency = DEFAULT_LOOKED_UP_AT_ONCE, signal } = checks.knownOptions(options, OPTIONS);
  checks.count("the option concurrency", concurrency);
  checks.knownOptions(filters, UNIT_FILTER_OPTIONS, "the filters");
  const wanted = checks.ids("sessions", sessions);
  const chosen = checkedChoices(kinds, kindsByName(own));
  const digests = new TableDigests(cache);
  const planned = new Date().toISOString();
  const common = { version: TASK_VERSION, filters, ...written, planned } as const;

  const ofProject = chosen.filter(({ kind }) => kind.level === "project");
  const tasks: ExportTask[] = [];
  for (const choice of ofProject) {
    const inputs = await projectInputs(digests, choice.kind.name, signal);
    tasks.push({ ...taskOf(choice, undefined, inputs, written.format), ...common });
  }
  const ofSessions = chosen.filter(({ kind }) => kind.level === "session");
  if (ofSessions.length === 0) return { tasks, unavailable: [] };

  const ids = wanted ?? ([...(await cache.getSessionTable({ signal })).array("id")] as number[]);
  const found = await eachAtMost([...new Set(ids)], concurrency, async (session) => {
    try {
      return { session, inputs: await sessionInputs(cache, digests, session, signal) };
    } catch (error) {
      signal?.throwIfAborted();
      return { session, error: plainError(error) };
    }
  });
  const unavailable = found.filter((one) => one.error !== undefined);
  for (const { inputs, session } of found.filter((one) => one.inputs !== undefined))
    for (const choice of ofSessions)
      tasks.push({ ...taskOf(choice, session, inputs, written.format), ...common });
  return { tasks, unavailable };
}

interface CheckedChoice {
  readonly kind: ExportKind;
  readonly name: string;
  readonly parameters: ExportParameters;
}

function taskOf(
  { kind, name, parameters }: CheckedChoice,
  session: number | undefined,
  inputs: readonly TaskInput[],
  format: ExportFormat,
) {
  const isProject = session === undefined;
  return {
    id: isProject ? name : `${name}/${session}`,
    kind: kind.name,
    kindVersion: kind.version,
    ...(isProject ? {} : { session }),
    parameters,
    inputs,
    output: isProject ? `${name}.${format}` : `${name}/ecephys_session_id=${session}/part-0.${format}`,
    estimate: isProject ? { bytes: 0 } : sessionEstimate(kind.name, inputs[0]?.byteLength),
  };
}

function checkedTarget(target: ExportTarget) {
  const { compression, dataset, format = "parquet" } = checks.knownOptions(target, TARGET, "the target");
  checks.text("dataset", dataset, "a directory");
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(dataset))
    throw checks.refusal("dataset", dataset.replace(/\/\/.*/, "//…"), "a directory of this machine");
  if (!EXPORT_FORMATS.includes(format))
    throw checks.refusal("the option format", format, `one of ${EXPORT_FORMATS.join(", ")}`);
  return { dataset: resolve(dataset), format, ...(compression === undefined ? {} : { compression }) };
}

function checkedChoices(
  kinds: readonly (string | KindChoice)[],
  known: ReadonlyMap<string, ExportKind>,
): CheckedChoice[] {
  if (!Array.isArray(kinds) || kinds.length === 0)
    throw checks.refusal(
      "kinds",
      kinds,
      "a list of kinds of export",
      'Write kinds: ["units", "presentations"]',
    );
  const chosen = kinds.map((one: string | KindChoice) => {
    const choice = typeof one === "string" ? { kind: one } : checks.knownOptions(one, CHOICE, "a kind");
    const kind = kindNamed(known, choice.kind, "Planning an export");
    const { name = kind.name, parameters = {} } = choice;
    if (!TABLE_NAME.test(name)) throw checks.refusal("name", name, "a name of letters, digits, - and _");
    const names = Object.fromEntries(kind.parameters.map((parameter) => [parameter.name, true as const]));
    checks.knownOptions(parameters as Record<string, unknown>, names, `the parameters of ${kind.name}`);
    return { kind, name, parameters };
  });
  const twice = chosen.find(({ name }, at) => chosen.findIndex((other) => other.name === name) !== at);
  if (twice)
    throw checks.refusal(
      "kinds",
      twice.name,
      "every table once",
      "Give one of them another name: { kind, name, parameters }",
    );
  return chosen;
}
