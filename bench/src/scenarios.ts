import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { emptyCache } from "./cache-directory.ts";
import { type Measured, measure, measureCommand } from "./run-child.ts";

/** Which figure of two processes is compared, and the target ratio. */
interface Comparison {
  readonly figure: string;
  readonly target: number;
  readonly ours: (measured: Measured) => number;
  readonly theirs: (measured: Measured) => number;
  readonly unit: "ms" | "MiB";
}

/** Two processes that do the same work, and the figures to compare. */
export interface Scenario {
  readonly name: string;
  readonly ours: () => Promise<Measured>;
  /** Undefined if AllenSDK is not available. */
  readonly theirs: (() => Promise<Measured>) | undefined;
  readonly comparisons: readonly Comparison[];
}

const here = fileURLToPath(new URL(".", import.meta.url));
/** The command as it is built. */
export const COMMAND = fileURLToPath(new URL("../../packages/cli/bin/ecephys.cjs", import.meta.url));

const pythonScripts = fileURLToPath(new URL("../python/", import.meta.url));

const whole = (figure: string, target: number): Comparison => ({
  figure,
  target,
  ours: (measured) => measured.whole,
  theirs: (measured) => measured.whole,
  unit: "ms",
});

/** The second call is measured in the same process, and subtracted. */
const wholeOfFirst = (target: number): Comparison => {
  const withoutSecond = (measured: Measured) => measured.whole - (measured.steps.second ?? 0);
  return {
    figure: "whole process, one call",
    target,
    ours: withoutSecond,
    theirs: withoutSecond,
    unit: "ms",
  };
};

const step = (figure: string, name: string, target: number): Comparison => ({
  figure,
  target,
  ours: (measured) => measured.steps[name] ?? Number.NaN,
  theirs: (measured) => measured.steps[name] ?? Number.NaN,
  unit: "ms",
});

const memory: Comparison = {
  figure: "peak memory",
  target: 0.8,
  ours: (measured) => measured.peakMemory,
  theirs: (measured) => measured.peakMemory,
  unit: "MiB",
};

const processor: Comparison = {
  figure: "processor time",
  target: Number.NaN,
  ours: (measured) => measured.processor,
  theirs: (measured) => measured.processor,
  unit: "ms",
};

/** Tables from a cache directory, from its CSVs alone and with their fast copies. */
export function tableScenarios(manifest: string, python: string | undefined): Scenario[] {
  return ["getUnits", "getSessionTable", "getChannels"].flatMap((method) =>
    (["csv", "fast"] as const).map((copies): Scenario => {
      const again = method === "getUnits" ? "second call, other filters" : "second call";
      return {
        name: `${method}, ${copies === "csv" ? "CSV alone" : "with fast copies"}`,
        ours: () => measure(process.execPath, [join(here, "our-tables.js"), manifest, method, copies]),
        theirs:
          python === undefined
            ? undefined
            : () => measure(python, [join(pythonScripts, "tables.py"), manifest, method]),
        comparisons: [
          wholeOfFirst(copies === "csv" ? 0.25 : method === "getUnits" ? 0.07 : 0.12),
          processor,
          step("first call", "first", Number.NaN),
          step(again, "second", copies === "fast" && method === "getUnits" ? 0.02 : 0.05),
          memory,
        ],
      };
    }),
  );
}

const ROWS = 20;

/** The command that shows the first units of a cache with fast copies; AllenSDK's `get_units()` beside it. */
export function commandScenario(manifest: string, python: string | undefined): Scenario {
  const units = ["units", "--cache", manifest, "--offline", "--format", "table", "--limit", String(ROWS)];
  const rowsIn = (printed: string) =>
    ROWS + Number(/([\d,]+) more rows/.exec(printed)?.[1]?.replaceAll(",", ""));
  return {
    name: "ecephys units",
    ours: () => measureCommand(process.execPath, [COMMAND, ...units], rowsIn),
    theirs:
      python === undefined
        ? undefined
        : () => measure(python, [join(pythonScripts, "tables.py"), manifest, "getUnits"]),
    comparisons: [wholeOfFirst(0.06)],
  };
}

/** An empty cache filled from a warehouse. */
export function fillScenario(directory: string, host: string, python: string | undefined): Scenario {
  const into = (side: string) => emptyCache(join(directory, `filled-by-${side}`));
  return {
    name: "fill an empty cache, 50 ms latency",
    ours: () => measure(process.execPath, [join(here, "our-fill.js"), into("us"), host]),
    theirs:
      python === undefined
        ? undefined
        : () => measure(python, [join(pythonScripts, "fill.py"), into("allensdk"), host]),
    comparisons: [whole("whole process", 0.25), processor, memory],
  };
}
