import { fileURLToPath } from "node:url";
import { compare, type Line } from "./compare.ts";
import { startLimsDatabase } from "./lims-database.ts";
import { type Measured, measure } from "./run-child.ts";

export const LIMS_SCENARIO = "LIMS, all units and channels";

/** Reads every unit and every channel of a LIMS of full size, from a PostgreSQL server on this machine. */
export async function compareLims(python: string | undefined, rounds: number): Promise<Line[]> {
  const server = await startLimsDatabase();
  const connection = [server.host, String(server.port), server.user, server.password];
  const ours = fileURLToPath(new URL("our-lims.js", import.meta.url));
  const theirs = fileURLToPath(new URL("../python/lims.py", import.meta.url));
  try {
    return await compare(
      {
        name: LIMS_SCENARIO,
        ours: () => measure(process.execPath, [ours, ...connection]),
        theirs: python === undefined ? undefined : () => measure(python, [theirs, ...connection]),
        comparisons: [
          // Without the imports, which would favour ours.
          { figure: "both queries", target: 1, ours: queries, theirs: queries, unit: "ms" },
          { figure: "whole process", target: Number.NaN, ours: whole, theirs: whole, unit: "ms" },
          { figure: "processor time", target: Number.NaN, ours: processor, theirs: processor, unit: "ms" },
          { figure: "peak memory", target: 0.5, ours: memory, theirs: memory, unit: "MiB" },
        ],
      },
      rounds,
    );
  } finally {
    await server.stop();
  }
}

const whole = (measured: Measured): number => measured.whole;
const processor = (measured: Measured): number => measured.processor;
const memory = (measured: Measured): number => measured.peakMemory;
const queries = ({ steps }: Measured): number => (steps.units ?? Number.NaN) + (steps.channels ?? Number.NaN);
