/**
 * The table of file kinds alone, without the code that uses it, for programs that must start quickly.
 *
 * @module @ecephys/core/kinds
 */

export { FILE_KINDS } from "./kinds/file-kinds.ts";
export type { CacheKind, FileKind, KindOption } from "./kinds/kind.ts";
export { cacheKinds, prunableKinds } from "./kinds/names.ts";
