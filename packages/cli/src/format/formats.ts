export const FORMATS = ["table", "csv", "tsv", "json", "ndjson", "arrow"] as const;
export type Format = (typeof FORMATS)[number];
