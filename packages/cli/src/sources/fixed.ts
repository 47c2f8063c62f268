import type { Source } from "./source.ts";

export const fixedSource: Source = {
  summary: "nobody: only what the cache holds",
  async open() {
    const { fixed } = await import("@ecephys/fetch-fixed");
    return fixed();
  },
};
