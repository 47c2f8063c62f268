import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import * as queue from "../../src/queue.ts";
import * as tasks from "../../src/tasks.ts";

const { parseShard, shardTasks, taskKey } = tasks;

/** A task of a session that has so many bytes to read. */
function taskOf(kind: string, session: number, bytes: number): tasks.ExportTask {
  return {
    version: 1,
    id: `${kind}/${session}`,
    kind,
    kindVersion: 1,
    session,
    parameters: {},
    filters: {},
    inputs: [{ resource: `session ${session}`, byteLength: bytes, validator: '"a"' }],
    dataset: "/data",
    output: `${kind}/ecephys_session_id=${session}/part-0.parquet`,
    format: "parquet",
    estimate: { bytes },
    planned: "2026-01-01T00:00:00Z",
  };
}

describe("parts of a plan", () => {
  // Sizes as different as those of sessions are; two kinds of each.
  const plan = Array.from({ length: 58 }, (_, at) => at).flatMap((at) =>
    ["a", "b"].map((kind) => taskOf(kind, 1000 + at, 1e9 + ((at * 7919) % 17) * 1e8)),
  );
  const parts = Array.from({ length: 16 }, (_, at) => shardTasks(plan, { index: at + 1, count: 16 }));

  it("have every task once, the same in every process and order of the plan", () => {
    expect(
      parts
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(plan.map(({ id }) => id).sort());
    const turned = shardTasks([...plan].reverse(), parseShard("3/16"));
    expect(turned.map(({ id }) => id).sort()).toEqual(parts[2]?.map(({ id }) => id).sort());
  });

  it("keep a session's tasks together, and have about as much to read", () => {
    const loads = parts.map((part) => part.reduce((sum, { estimate }) => sum + estimate.bytes, 0));
    expect(Math.max(...loads) / Math.min(...loads)).toBeLessThan(1.5);
    for (const part of parts)
      for (const { session } of part) expect(part.filter((task) => task.session === session)).toHaveLength(2);
  });

  it("are balanced by number where no sizes are known", () => {
    const unsized = plan.map((task) => ({ ...task, estimate: { bytes: 0 } }));
    const sizes = [1, 2, 3, 4].map((index) => shardTasks(unsized, { index, count: 4 }).length);
    expect(sizes).toEqual([30, 30, 28, 28]);
  });

  it.each(["0/4", "5/4", "3", "a/b", "1/0", ""])("are not named %j", (text) => {
    expect(() => parseShard(text)).toThrow("one of several parts");
  });
});

describe("the key of a task", () => {
  const task = taskOf("a", 1, 100);

  it("depends on what its rows depend on, and on nothing else", () => {
    const key = taskKey(task);
    const moved = { ...task, dataset: "/other", planned: "2027", estimate: { bytes: 5 } };
    expect(taskKey(moved)).toBe(key);
    const changes: Partial<tasks.ExportTask>[] = [
      { kindVersion: 2 },
      { parameters: { bin: 1 } },
      { filters: { isiViolationsMaximum: null } },
      { inputs: [{ ...task.inputs[0]!, validator: '"b"' }] },
      { format: "csv" },
    ];
    for (const change of changes) expect(taskKey({ ...task, ...change })).not.toBe(key);
  });
});

describe("@ecephys/export/tasks and /queue", () => {
  const cache = {} as tasks.SessionCache;
  const target = { dataset: "data" };
  const request = { kinds: ["units"] };
  refusesMisspeltOptions(
    { ...tasks, ...queue },
    {
      defineTask: [
        "version",
        (wrong) => tasks.defineTask({ name: "a", version: 1, run: () => never, ...wrong }),
      ],
      exportSessions: ["concurrency", (wrong) => tasks.exportSessions(cache, request, target, wrong)],
      planExport: ["concurrency", (wrong) => tasks.planExport(cache, request, target, wrong)],
      runTasks: ["concurrency", (wrong) => tasks.runTasks(cache, [], wrong)],
      pgQueue: ["schema", (wrong) => queue.pgQueue(wrong)],
      runWorker: ["untilEmpty", (wrong) => queue.runWorker(cache, {} as queue.TaskQueue, wrong)],
      submitTasks: ["signal", (wrong) => queue.submitTasks({} as queue.TaskQueue, [], wrong)],
    },
    ["datasetStatus", "parseShard", "parseTasks", "shardTasks", "taskKey", "taskLines"],
  );
});

const never = undefined as never;
