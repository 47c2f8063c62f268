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
  const where = other === undefined ? `"${target}"` : `"${target}" of the file "${other}"`;
  const remedy = other === undefined ? "" : " Lay that file beside this one, and open this one by its path.";
  file.warnings.tell(path, "link to nothing", `it is a link to ${where}, which is not there.${remedy}`);
}
