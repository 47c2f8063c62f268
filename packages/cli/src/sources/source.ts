import type { EcephysProjectApi } from "@ecephys/core";
import type { Command } from "commander";

/** What a source may look at to open itself. */
export interface SourceContext {
  /** Flags of the command line by their names in camel case, those of `addOptions` among them. */
  readonly flags: object;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A backend that the command line offers under `--source`; what it needs is loaded when it is opened. */
export interface Source {
  /** For the help of `--source`. */
  readonly summary: string;
  /** Ends the name of a default cache directory of its own, for what must not be mixed with the public data. */
  readonly cacheName?: string | undefined;
  /** Adds options that only this source reads to a command. */
  addOptions?(command: Command): void;
  open(context: SourceContext): Promise<EcephysProjectApi>;
}
