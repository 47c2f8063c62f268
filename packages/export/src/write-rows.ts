import { basename, dirname, resolve } from "node:path";
import { directoryStorage } from "@ecephys/files/node";
import { encodedRows } from "./formats/encode.ts";
import { checkEncodeOptions, ENCODE_OPTIONS } from "./formats/options.ts";
import type { EncodeOptions, RowSource, WrittenRows } from "./rows/types.ts";

/**
 * Writes rows into one file while they are made: under a temporary name beside it, flushed to the disk, then renamed.
 * Whatever fails, the file that was there before stays and nothing else is left behind. Directories are made. What is
 * held in memory is a row group and a block of the source.
 * @throws an EcephysError "storage" where it cannot be written, "format" for a value that is not of its column's type;
 * what the source throws; the signal's reason.
 * @example
 * import { tableRows, writeRows } from "@ecephys/export/node";
 *
 * const units = tableRows(await cache.getUnits());
 * const { rows, bytes } = await writeRows(units, "data/units.parquet", { format: "parquet" });
 */
export async function writeRows(
  source: RowSource,
  path: string,
  options: EncodeOptions,
): Promise<WrittenRows> {
  checkEncodeOptions("Calling writeRows", options, ENCODE_OPTIONS);
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
