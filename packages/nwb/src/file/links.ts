import { EcephysError } from "@ecephys/files";
import type { Hdf5LinkTarget } from "@ecephys/hdf5";
import type { NwbFile } from "./nwb-file.ts";
import type { Outline } from "./outline.ts";

/** A soft or external link of a file. */
export interface FileLink {
  readonly path: string;
  /** Where it leads, in `file` if that is given. */
  readonly target: string;
  readonly file: string | undefined;
  readonly exists: boolean;
}

/** The links of a file by path; warns of those that lead to nothing. */
export async function readLinks(file: NwbFile, outline: Outline): Promise<FileLink[]> {
  const links = outline.entries.filter(({ link }) => link !== undefined);
  const found = await Promise.all(
    links.map(async ({ path, link }) => {
      const exists = (await file.linked(path, [])) !== undefined;
      if (!exists) warnOfNothing(file, path, link!.path, link!.file);
      return { path, target: link!.path, file: link!.file, exists };
    }),
  );
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function warnOfNothing(file: NwbFile, path: string, target: string, other: string | undefined): void {
  const remedy = wayToLinked(other);
  const what = targetOf({ path: target, file: other });
  file.warnings.tell(
    path,
    "link to nothing",
    `it is a link to ${what}, which is not there.${remedy ? ` ${remedy}.` : ""}`,
  );
}

/** The error for reading what a link to nothing stands for. */
export function deadLink(file: NwbFile, path: string, link: Hdf5LinkTarget, action: string): EcephysError {
  return new EcephysError("not-found", {
    action,
    resource: file.nameOf(path),
    reason: `it is a link to ${targetOf(link)}, which is not there`,
    remedy: wayToLinked(link.file),
  });
}

function targetOf({ file, path }: Hdf5LinkTarget): string {
  return file === undefined ? `"${path}"` : `"${path}" of the file "${file}"`;
}

function wayToLinked(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const option = `{ linkedFiles: { ${JSON.stringify(name)}: file } }`;
  return `Lay that file beside this one and open this one by its path, or hand it in: ${option}`;
}
