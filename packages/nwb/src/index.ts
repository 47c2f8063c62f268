export * from "./analysis/index.ts";
export * from "./arrays/index.ts";
