/** A thing that takes part: its name, and what it does or holds. */
export interface FlowBox {
  readonly name: string;
  readonly note?: string;
}

/** Stages from left to right; what is in one stage stands side by side. */
export interface Flow {
  /** What the figure shows, for those who cannot see it. */
  readonly label: string;
  readonly stages: readonly (readonly FlowBox[])[];
}

/** The figures that show what is connected with what. */
export const FLOWS = {
  caches: {
    label: "A program asks a project cache, which asks a backend for what its storage lacks",
    stages: [
      [{ name: "your program", note: "getUnits(), getSessionData(id), prefetch(…)" }],
      [{ name: "project cache", note: "joins, filters, types, downloads that resume" }],
      [
        { name: "storage", note: "a directory, shared with AllenSDK; memory; OPFS" },
        {
          name: "backend",
          note: "asked once for what the storage lacks: S3, DANDI, warehouse, LIMS, your own",
        },
      ],
    ],
  },
  sources: {
    label: "How programs and pages reach each source",
    stages: [
      [
        { name: "S3 bucket", note: "tables, sessions, LFP, raw recordings" },
        { name: "warehouse", note: "tables, sessions, LFP" },
        { name: "DANDI", note: "sessions and LFP, and others' datasets" },
        { name: "mirror", note: "any copy of a cache directory on a web server" },
      ],
      [
        { name: "directly", note: "Node, the command; pages where the server allows their origin" },
        { name: "ecephys serve", note: "for pages: passes on the bucket and DANDI, in ranges, with CORS" },
      ],
      [
        { name: "tables", note: "fetched once, then kept" },
        { name: "sessions", note: "downloaded whole, or streamed in parts" },
      ],
    ],
  },
  lims: {
    label: "What lims() reads where",
    stages: [
      [
        {
          name: "PostgreSQL",
          note: "sessions, probes, channels, units, metrics: read-only, 5,000 rows at a time",
        },
        { name: "web application", note: "NWB files, one request each" },
      ],
      [{ name: "lims()", note: "4 connections at most; a lost query is asked again" }],
      [{ name: "project cache", note: "a directory of its own: ecephys-lims" }],
    ],
  },
  clusters: {
    label: "From a plan to a dataset, by shards or by a queue",
    stages: [
      [{ name: "ecephys export plan", note: "a line for each session and table" }],
      [
        { name: "export run --shard 1/16 … 16/16", note: "Slurm, GNU parallel, Snakemake" },
        { name: "export submit, ecephys worker", note: "a queue in PostgreSQL; any number of hosts" },
      ],
      [{ name: "dataset", note: "each file whole or not at all; what is finished is skipped" }],
      [{ name: "DuckDB, polars, pandas, Spark" }],
    ],
  },
  backend: {
    label: "What a backend gives, and what comes with the project cache",
    stages: [
      [{ name: "plain files on a web server", note: "five CSV tables, NWB files" }],
      [{ name: "your backend", note: "59 lines: five tables, four kinds of file" }],
      [{ name: "project cache", note: "joins, quality filters, downloads that resume, records" }],
      [{ name: "sessions, figures, exports, streaming", note: "as with the Institute's data" }],
    ],
  },
} as const satisfies Readonly<Record<string, Flow>>;
