import { Option } from "commander";
import { parsePath } from "./parsers.ts";

/** The option of every command that can write to a file instead of stdout. */
export function outOption(): Option {
  return new Option("--out <file>", "write to a file, which appears when it is complete").argParser(
    parsePath,
  );
}
