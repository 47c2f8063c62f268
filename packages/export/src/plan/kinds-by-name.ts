import { EcephysError } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import { EXPORT_KINDS } from "../kinds/kinds.ts";
import type { ExportKind } from "../kinds/types.ts";

/** The kinds of export by name: the built-in ones, and tasks of one's own, which take precedence. */
export function kindsByName(own: readonly ExportKind[] = []): ReadonlyMap<string, ExportKind> {
  return new Map([...EXPORT_KINDS, ...own].map((kind) => [kind.name, kind]));
}

/** @throws an EcephysError "argument" that lists the kinds, for a name that is none of theirs. */
export function kindNamed(kinds: ReadonlyMap<string, ExportKind>, name: string, action: string): ExportKind {
  const kind = kinds.get(name);
  if (kind !== undefined) return kind;
  const names = [...kinds.keys()];
  const meant = nearest(name, names);
  throw new EcephysError("argument", {
    action,
    resource: `the kind ${name}`,
    reason: "there is no such kind of export",
    remedy: `${meant === undefined ? "" : `Did you mean ${meant}? `}There are ${names.join(", ")}; a task of your own has to be given along (tasks, --module)`,
  });
}
