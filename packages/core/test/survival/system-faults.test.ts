import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEcephysError } from "@ecephys/files";
import { cacheFiles } from "@ecephys/fixtures";
import { hdf5Bytes, tried } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import type { EcephysProjectCache } from "../../src/project-cache.ts";
import { refusingApi } from "../../src/refusing-api.ts";
import { readCsv } from "../../src/tables/csv-read.ts";
import { PROBES } from "../../src/tables/schema.ts";
import { CODES, withFault } from "./file-system-faults.ts";

const whole = hdf5Bytes(300_000);
const probes = cacheFiles("mini").get("probes.csv") ?? new Uint8Array();
const SESSION = "session_1/session_1.nwb";
const damaged = whole.map((byte, at) => (at > 1000 ? byte ^ 1 : byte));

/** A backend with one file, of which parts can be had, and one table. */
const api = {
  ...refusingApi("lab", (resource) => new Error(resource)),
  getProbes: async () => readCsv(probes, PROBES),
  getSessionData: async () => ({
    url: "lab:session_1.nwb",
    info: async () => ({ byteLength: whole.length, validator: '"v1"' }),
    open: async ({ start = 0 }: { start?: number | undefined } = {}) => ({
      start,
      byteLength: whole.length,
      validator: '"v1"',
      stream: new Blob([whole.slice(start)]).stream(),
    }),
  }),
};

interface Scenario {
  readonly file: string;
  /** What is there before. */
  prepare?(cache: EcephysProjectCache, path: string): Promise<void>;
  run(cache: EcephysProjectCache, signal?: AbortSignal): Promise<unknown>;
  /** The contents that the file may have after a failure; none is always right but for a repair. */
  readonly old?: Uint8Array;
  readonly right: Uint8Array | undefined;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "a download": {
    file: SESSION,
    run: (cache, signal) => cache.getSessionData(1, { signal }),
    right: whole,
  },
  "a table write": {
    file: "probes.csv",
    run: (cache, signal) => cache.getRawProbes({ signal }),
    right: undefined,
  },
  "a repair": {
    file: SESSION,
    prepare: async (cache, path) => {
      await cache.getSessionData(1);
      writeFileSync(path, damaged);
    },
    run: async (cache, signal) => {
      const { failed } = await cache.repair({ signal });
      if (failed[0] !== undefined) throw failed[0].error;
    },
    old: damaged,
    right: whole,
  },
};

let root: string;
const counts = new Map<string, number>();
const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "ecephys-faults-"));
  process.on("unhandledRejection", remember);
});
afterAll(() => {
  process.off("unhandledRejection", remember);
  rmSync(root, { recursive: true, force: true });
  const all = [...counts].map(([what, times]) => `${times} in ${what}`).join(", ");
  console.info(`faults of the file system, one at each operation: ${all}`);
  expect(unhandled).toEqual([]);
});

const contentOf = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

/** All codes at each operation (ECEPHYS_FAULTS=all), or one of them in turn. */
const codesAt = (at: number) =>
  process.env.ECEPHYS_FAULTS === "all" ? CODES : [CODES[at % CODES.length] ?? "EIO"];

describe("one failing file operation", { timeout: 120_000 }, () => {
  it.each(Object.entries(SCENARIOS))(
    "at any place of %s loses nothing, leaves nothing half-written, and is told",
    async (name, scenario) => {
      let right = scenario.right;
      for (let at = 1, isOver = false; !isOver; at += 1) {
        for (const code of codesAt(at)) {
          const directory = mkdtempSync(join(root, "cache-"));
          const path = join(directory, scenario.file);
          const open = () =>
            openProjectCache({ api, manifest: join(directory, "manifest.json"), onWarning: () => {} });
          await scenario.prepare?.(await open(), path);
          const cache = await open();
          let error: unknown;
          const failed = await withFault({ root: directory, at, code }, () =>
            scenario.run(cache, AbortSignal.timeout(20_000)).catch((reason: unknown) => {
              error = reason;
            }),
          );
          isOver = failed === undefined;
          const about = `${code} at operation ${at} (${failed})`;
          if (error !== undefined) expect(isEcephysError(error), `${about}: ${String(error)}`).toBe(true);
          const left = contentOf(path);
          right ??= isOver ? left : undefined;
          const isRight =
            left !== undefined &&
            right !== undefined &&
            right.length === left.length &&
            Buffer.compare(left, right) === 0;
          const isOld =
            scenario.old === undefined
              ? left === undefined
              : left !== undefined && Buffer.compare(left, scenario.old) === 0;
          expect(isRight || isOld || right === undefined, `${about}: the file is neither old nor new`).toBe(
            true,
          );
          await scenario.run(await open(), AbortSignal.timeout(20_000));
          const now = contentOf(path) ?? Buffer.alloc(0);
          right ??= now;
          expect(Buffer.compare(now, right), about).toBe(0);
          const report = await (await open()).verify();
          expect([about, report.problems, report.strays]).toEqual([about, [], []]);
          if (!isOver) {
            counts.set(name, (counts.get(name) ?? 0) + 1);
            tried("faults");
          }
          rmSync(directory, { recursive: true, force: true });
        }
      }
      expect(counts.get(name)).toBeGreaterThan(20);
    },
  );
});
