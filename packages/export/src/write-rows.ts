import { basename, dirname, resolve } from "node:path";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { encodedRows } from "./formats/encode.ts";
import type { EncodeOptions, RowSource, WrittenRows } from "./rows/types.ts";

const OPTIONS: OptionNames<EncodeOptions> = {
  format: true,
  rowGroupRows: true,
  compression: true,
  signal: true,
  onProgress: true,
};

/**
 * Writes rows into one file while they are made: under a temporary name beside it, flushed to the disk, then renamed.
 * Whatever fails, the file that was there before stays and nothing else is left behind. Directories are made.
 * @throws an EcephysError "storage" where it cannot be written; what the source throws; the signal's reason.
 */
export async function writeRows(
  source: RowSource,
  path: string,
  options: EncodeOptions,
): Promise<WrittenRows> {
  argumentChecks("Calling writeRows").knownOptions(options, OPTIONS);
  const full = resolve(path);
  const done = { rows: 0, bytes: 0 };
  const count = (rows: number) => {
    done.rows += rows;
  };
  const chunks = async function* () {
    for await (const chunk of encodedRows(source, options, count)) {
      yield chunk;
      done.bytes += chunk.byteLength;
      options.onProgress?.({ ...done, totalRows: source.rowCount });
    }
  };
  await directoryStorage(dirname(full)).write(basename(full), chunks(), { signal: options.signal });
  return done;
}
