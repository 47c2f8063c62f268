import { Option } from "commander";

/** The option of every command that may need gigabytes which the cache does not have yet. */
export function yesOption(): Option {
  return new Option(
    "-y, --yes",
    "download what the cache lacks without asking (asked only on a terminal; elsewhere it is downloaded)",
  );
}
