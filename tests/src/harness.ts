import type { GoldenEntry, GoldenProject } from "@ecephys/fixtures";
import { differences, type Rules } from "./compare/index.ts";
import type { Exception } from "./exception.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** One of our calls: does what the entry's method and arguments say, and returns the outcome. */
export type Call<Context> = (context: Context, entry: GoldenEntry) => Promise<Outcome>;

/** How the entries of some groups are answered by our packages. */
export interface GroupHandlers<Context> {
  covers(project: GoldenProject, group: string): boolean;
  /** Makes what the calls of one group share: a warehouse, a cache, an open session. */
  open(project: GoldenProject, group: string): Promise<Context>;
  close(context: Context): Promise<void>;
  /** Our calls, by AllenSDK's method. */
  readonly calls: Readonly<Record<string, Call<Context>>>;
  /** Deviations from the usual rules of comparison. */
  rules?(entry: GoldenEntry): Rules;
}

/** An open group. */
export interface OpenGroup {
  /** Whether one of our calls handles an entry. */
  has(entry: GoldenEntry): boolean;
  run(entry: GoldenEntry): Promise<Outcome>;
  rules(entry: GoldenEntry): Rules;
  close(): Promise<void>;
}

/** Handlers of any context. */
export interface AnyHandlers {
  covers(project: GoldenProject, group: string): boolean;
  open(project: GoldenProject, group: string): Promise<OpenGroup>;
}

/** Turns handlers of one context into handlers of any. */
export function defineHandlers<Context>(handlers: GroupHandlers<Context>): AnyHandlers {
  return {
    covers: handlers.covers,
    open: async (project, group) => {
      const context = await handlers.open(project, group);
      return {
        has: (entry) => entry.method in handlers.calls,
        run: (entry) =>
          outcomeOf(() => {
            const call = handlers.calls[entry.method];
            if (call === undefined) throw new Error(`no handler for ${entry.method}`);
            return call(context, entry);
          }),
        rules: (entry) => handlers.rules?.(entry) ?? {},
        close: () => handlers.close(context),
      };
    },
  };
}

/** The result for an entry. */
export interface Verdict {
  readonly result: "compared" | "exception" | "information";
  /** What differs; empty if nothing does. */
  readonly differences: readonly string[];
}

/**
 * Compares one entry with our answer, or our answer with what its exception requires. An entry that nothing
 * compares and no exception lists is a difference.
 */
export async function judge(entry: GoldenEntry, group: OpenGroup | undefined): Promise<Verdict> {
  const exception = exceptionOf(entry);
  if (exception?.kind === "information") return { result: "information", differences: [] };
  if (group === undefined || !group.has(entry)) {
    return { result: "compared", differences: ["nothing compares it, and no exception lists it"] };
  }
  const outcome = await group.run(entry);
  const rules = group.rules(entry);
  if (exception?.kind === "ours") {
    return { result: "exception", differences: await exception.ours(outcome, entry, rules) };
  }
  return { result: "compared", differences: differences(entry.answer(), outcome, rules) };
}

/** The exception that lists an entry, if any. */
export function exceptionOf(entry: GoldenEntry): Exception | undefined {
  return EXCEPTIONS.find(({ matches }) => matches(entry));
}
