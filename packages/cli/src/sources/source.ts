import type { EcephysProjectApi } from "@ecephys/core";
import type { Command } from "commander";

/** What a source may use to open itself. */
export interface SourceContext {
  /** Flags of the command line by their names in camel case, those of `addOptions` among them. */
  readonly flags: object;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tells the user something about the source. */
  readonly warn: (message: string) => void;
}

/** A backend that the command line offers under `--source`; its dependencies are loaded when it is opened. */
export interface Source {
  /** For the help of `--source`. */
  readonly summary: string;
  /** The name that its API has in the records of a cache; undefined if it may be one of several. */
  readonly apiName?: string | undefined;
  /** The suffix of its own default cache directory, for data that must not be mixed with the public data. */
  readonly cacheName?: string | undefined;
  /** Adds to a command the options that only this source reads. */
  addOptions?(command: Command): void;
  open(context: SourceContext): Promise<EcephysProjectApi>;
}
