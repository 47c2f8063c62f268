import { Option } from "commander";
import { parsePath, repeatable } from "./parsers.ts";

/** Files that links of an NWB file lead to, from the command line. */
export interface LinkedFlags {
  readonly linked?: readonly string[] | undefined;
}

export function linkedOption(): Option {
  return new Option(
    "--linked <file>",
    "a file that links of the NWB file lead to, or a directory of such files; also an address (https://…). Those beside a file on this disk are found without it",
  ).argParser(repeatable((text) => [parsePath(text)]));
}
