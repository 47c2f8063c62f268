import { Option } from "commander";
import { parsePath } from "./parsers.ts";

/** The option of every command that can write a file instead of to stdout. */
export function outOption(): Option {
  return new Option("--out <file>", "write to a file, whole or not at all").argParser(parsePath);
}
