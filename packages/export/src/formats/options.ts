import { argumentChecks, type OptionNames } from "@ecephys/files";
import { type EncodeOptions, EXPORT_FORMATS } from "../rows/types.ts";

export const ENCODE_OPTIONS: OptionNames<EncodeOptions> = {
  format: true,
  rowGroupRows: true,
  compression: true,
  signal: true,
  onProgress: true,
};

const COMPRESSIONS: readonly unknown[] = ["snappy", "zstd", "gzip", "none"];

/** The most rows of a row group: its columns of numbers are kept in one piece of memory each. */
const MOST_ROWS = 1 << 24;

/** @throws an EcephysError "argument" for options that are unknown or of another kind. */
export function checkEncodeOptions<Options extends EncodeOptions>(
  action: string,
  options: Options,
  names: OptionNames<Options>,
): Options {
  const checks = argumentChecks(action);
  checks.knownOptions(checks.required("the options", options, "an object with a format"), names);
  const { format, compression, rowGroupRows } = options;
  if (!(EXPORT_FORMATS as readonly unknown[]).includes(format))
    throw checks.refusal("the option format", format, `one of ${EXPORT_FORMATS.join(", ")}`);
  if (compression !== undefined && !COMPRESSIONS.includes(compression))
    throw checks.refusal("the option compression", compression, `one of ${COMPRESSIONS.join(", ")}`);
  checks.count("the option rowGroupRows", rowGroupRows, 1, MOST_ROWS);
  return options;
}
