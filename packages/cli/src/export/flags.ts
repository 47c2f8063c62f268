import type { Compression, ExportFormat } from "@ecephys/export";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import type { UnitFilterFlags } from "../options/unit-filter-options.ts";

/** What is exported and where to, from the command line. */
export interface RequestFlags extends GlobalFlags, SourceFlags, UnitFilterFlags {
  /** "all", or ids. */
  readonly sessions?: "all" | readonly number[] | undefined;
  readonly out?: string | undefined;
  readonly partition?: "session" | undefined;
  readonly format?: ExportFormat | undefined;
  readonly compression?: Compression | undefined;
  /** Values of parameters of the kinds, as typed. */
  readonly set?: readonly (readonly [name: string, value: string])[] | undefined;
  readonly module?: readonly string[] | undefined;
}

/** How tasks are run, from the command line. */
export interface RunFlags extends GlobalFlags, SourceFlags {
  readonly concurrency?: number | undefined;
  readonly stream?: boolean | undefined;
  readonly out?: string | undefined;
  readonly module?: readonly string[] | undefined;
}

/** Which queue, from the command line. */
export interface QueueFlags extends GlobalFlags {
  readonly queue?: string | undefined;
  readonly queueName?: string | undefined;
  /** Seconds. */
  readonly expire?: number | undefined;
}
