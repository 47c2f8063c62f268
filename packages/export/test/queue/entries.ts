export type { RowSource } from "../../src/index.ts";
export * from "../../src/queue.ts";
export * from "../../src/tasks.ts";
