import type { Hdf5Dataset } from "@ecephys/hdf5";
import type { NwbFile } from "../nwb-file.ts";
import { counted } from "../warnings.ts";

/** Where each list of a ragged column begins and ends. */
export interface Bounds {
  /** One more than there are lists: list i lies from `ends[i]` to before `ends[i + 1]`. */
  readonly ends: Float64Array;
  /** Lists that end beyond the data. */
  readonly beyond: ReadonlySet<number>;
}

/**
 * The bounds of a ragged column, outermost first; none for a column with one cell a row; undefined, after a warning,
 * where an index is not one.
 */
export async function readBounds(
  file: NwbFile,
  path: string,
  {
    indexes,
    rows,
    values,
  }: { readonly indexes: readonly Hdf5Dataset[]; readonly rows: number; readonly values: number },
  action: string,
): Promise<readonly Bounds[] | undefined> {
  const levels = await Promise.all(indexes.map((index) => file.numbers(index.path, action)));
  const bounds: Bounds[] = [];
  for (const [depth, ends] of levels.entries()) {
    const lists = depth === 0 ? rows : levels[depth - 1]!.at(-1)!;
    if (depth === 0 && ends.length !== lists) {
      file.warnings.tell(
        path,
        "another length",
        `its index has ${counted(ends.length, "value")} for ${counted(lists, "row")}, so the column is left out.`,
      );
      return undefined;
    }
    const back = ends.findIndex((end, i) => !(end >= (i === 0 ? 0 : ends[i - 1]!)));
    if (back >= 0) {
      file.warnings.tell(
        path,
        "index goes back",
        `its index goes back at row ${back}, so the column of ${counted(rows, "row")} is left out.`,
      );
      return undefined;
    }
    bounds.push(boundsOf(ends, depth + 1 < levels.length ? levels[depth + 1]!.length : values));
  }
  const beyond = bounds[0] ? rowsBeyond(bounds).size : 0;
  if (beyond > 0)
    file.warnings.tell(
      path,
      "index beyond the data",
      `its index goes beyond its ${counted(values, "value")}, so ${counted(beyond, "row", ["is", "are"])} missing.`,
    );
  return bounds;
}

function boundsOf(ends: Float64Array, length: number): Bounds {
  const all = new Float64Array(ends.length + 1);
  all.set(ends, 1);
  const beyond = new Set<number>();
  for (let i = 0; i < ends.length; i++) if (ends[i]! > length) beyond.add(i);
  return { ends: all, beyond };
}

/** Rows of the table that have a list which ends beyond the data, at whatever depth. */
export function rowsBeyond(bounds: readonly Bounds[]): ReadonlySet<number> {
  const [outer, ...inner] = bounds as readonly [Bounds, ...Bounds[]];
  if (inner.length === 0) return outer.beyond;
  const below = rowsBeyond(inner);
  const rows = new Set(outer.beyond);
  for (let row = 0; row + 1 < outer.ends.length; row++)
    for (let i = outer.ends[row]!; i < outer.ends[row + 1]! && !rows.has(row); i++)
      if (below.has(i)) rows.add(row);
  return rows;
}
