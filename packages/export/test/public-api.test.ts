import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";
import * as queue from "../src/queue.ts";
import * as tasks from "../src/tasks.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "Dataset",
      "EXPORT_FORMATS",
      "EXPORT_KINDS",
      "exportTable",
      "openDataset",
      "tableRows",
    ]
  `);
});

test("exports the same names for Node, and what writes files", () => {
  expect(
    Object.keys(node)
      .filter((name) => !(name in entry))
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "writeRows",
    ]
  `);
});

test("exports the documented API of tasks and queues", () => {
  expect(Object.keys(tasks).sort()).toEqual([
    "datasetStatus",
    "defineTask",
    "exportSessions",
    "parseShard",
    "parseTasks",
    "planExport",
    "runTasks",
    "shardTasks",
    "taskKey",
    "taskLines",
  ]);
  expect(Object.keys(queue).sort()).toEqual(["pgQueue", "runWorker", "submitTasks"]);
});
