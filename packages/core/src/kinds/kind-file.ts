import { argumentChecks } from "@ecephys/files";
import type { Manifest, PathArgument } from "../manifest/manifest.ts";
import type { FileKind, KindArgument, RemoteFileKind } from "./kind.ts";

/** One file of a kind: which one, its path in the cache, and its name in messages. */
export interface KindFile<Kind extends FileKind = FileKind> {
  readonly kind: Kind;
  readonly args: readonly PathArgument[];
  readonly path: string;
  readonly resource: string;
}

const checks = argumentChecks("Looking up a file of the cache");

/**
 * The file of a kind that the arguments identify.
 * @throws an EcephysError "argument" for invalid arguments, "manifest" if the manifest has no path for it.
 */
export function kindFile<Kind extends FileKind>(
  kind: Kind,
  args: readonly unknown[],
  manifest: Manifest,
): KindFile<Kind> {
  if (args.length !== kind.arguments.length)
    throw checks.refusal("the arguments", args, `${kind.arguments.length} values for a ${kind.kind} file`);
  const checked = kind.arguments.map((argument, at) => checkedArgument(argument, args[at]));
  return {
    kind,
    args: checked,
    path: manifest.path(kind.key, ...kind.inPath.map((at) => checked[at]!)),
    resource: kind.resource(...checked),
  };
}

/** @throws an EcephysError "argument" if there is no such kind of file. */
export function fileKindNamed(kinds: readonly FileKind[], name: string): RemoteFileKind {
  const rows = kinds.filter((row) => row.holds === "file");
  const found = rows.find(({ kind }) => kind === name);
  if (found !== undefined) return found;
  throw checks.refusal(
    "the kind",
    name,
    "a kind of file",
    `The kinds are ${rows.map(({ kind }) => kind).join(", ")}`,
  );
}

function checkedArgument({ name, type }: KindArgument, value: unknown): PathArgument {
  switch (type) {
    case "id":
      return checks.id(name, value as number);
    case "number":
      return checks.integer(name, value as number);
    case "text":
      return checks.text(name, value as string);
  }
}
