import type { Hdf5Dataset, Hdf5Entry, Hdf5Values } from "@ecephys/hdf5";
import type { NwbFile } from "./nwb-file.ts";

export type Attributes = Readonly<Record<string, Hdf5Values>>;

/** A dataset of a group, with its attributes; of a link, what it leads to. */
export interface Member {
  readonly dataset: Hdf5Dataset;
  readonly attributes: Attributes;
}

/** A group's datasets by name. */
export type Members = ReadonlyMap<string, Member>;

/**
 * The datasets directly in a group, from the entries of a walk. Links are followed one by one; those that lead nowhere
 * are not there.
 */
export async function membersOf(
  file: NwbFile,
  path: string,
  entries: Iterable<Hdf5Entry>,
  attributes?: readonly string[],
): Promise<Members> {
  const found: Promise<readonly [string, Member] | undefined>[] = [];
  for (const entry of entries) {
    const name = entry.path.slice(path.length + 1);
    if (entry.path.startsWith(`${path}/`) && !name.includes("/"))
      found.push(memberOf(file, name, entry, attributes));
  }
  return new Map((await Promise.all(found)).filter((member) => member !== undefined));
}

async function memberOf(
  file: NwbFile,
  name: string,
  entry: Hdf5Entry,
  attributes: readonly string[] | undefined,
): Promise<readonly [string, Member] | undefined> {
  const target = entry.link ? await file.linked(entry.path, attributes) : entry;
  if (target?.object?.kind !== "dataset") return undefined;
  return [name, { dataset: target.object, attributes: target.attributes }];
}
