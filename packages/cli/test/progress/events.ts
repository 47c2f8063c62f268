import type { PrefetchEvent, PrefetchPlan, PrefetchTotals } from "@ecephys/core";

const totals = (own: Partial<PrefetchTotals> = {}): PrefetchTotals => ({
  files: 3,
  filesDone: 0,
  filesFailed: 0,
  loaded: 0,
  total: 6e9,
  ...own,
});

const file = (id: number) => ({ resource: `session ${id}`, path: `session_${id}/session_${id}.nwb` });

const planOf = (id: number) => ({
  ...file(id),
  kind: "session",
  key: "session_nwb",
  args: [id],
});

export const PLAN: PrefetchPlan = {
  version: 1,
  files: [
    {
      ...planOf(1),
      state: "partial",
      byteLength: 2e9,
      loaded: 5e8,
    },
    { ...planOf(2), state: "missing", byteLength: 3e9, loaded: 0 },
    { ...planOf(3), state: "present", byteLength: 1e9, loaded: 1e9 },
  ],
  unavailable: [],
  toFetch: { files: 2, bytes: 4.5e9, unknown: 0 },
  present: { files: 1, bytes: 1e9, unknown: 0 },
  freeBytes: 9e10,
  lackingBytes: 0,
};

export const planned: PrefetchEvent = { type: "planned", plan: PLAN, totals: totals() };

export const started = (id: number, resumedFrom = 0): PrefetchEvent => ({
  type: "started",
  file: file(id),
  resumedFrom,
  total: 2e9,
  unit: "bytes",
  totals: totals({ loaded: resumedFrom }),
});

export const progress = (id: number, loaded: number, own: Partial<PrefetchTotals> = {}): PrefetchEvent => ({
  type: "progress",
  file: file(id),
  loaded,
  total: 2e9,
  unit: "bytes",
  totals: totals({ loaded, ...own }),
});

export const waiting = (id: number): PrefetchEvent => ({
  type: "waiting",
  file: file(id),
  owner: "process 4711 on lab-3",
  totals: totals(),
});

export const retrying = (id: number): PrefetchEvent => ({
  type: "retrying",
  file: file(id),
  error: new Error("the connection was lost"),
  failures: 2,
  delay: 3000,
  totals: totals(),
});

export const restarted = (id: number): PrefetchEvent => ({
  type: "restarted",
  file: file(id),
  reason: "it was changed on the server",
  totals: totals(),
});

export const done = (id: number, outcome: "downloaded" | "present" = "downloaded"): PrefetchEvent => ({
  type: "done",
  file: file(id),
  outcome,
  byteLength: 2e9,
  totals: totals({ filesDone: 1, loaded: 2e9 }),
});

export const failed = (id: number): PrefetchEvent => ({
  type: "failed",
  file: file(id),
  error: new Error("no such\u001b[2J file"),
  totals: totals({ filesFailed: 1 }),
});
