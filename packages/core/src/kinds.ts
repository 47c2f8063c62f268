/**
 * The table of kinds of files alone, without what works with it: for those who must start fast.
 *
 * @module @ecephys/core/kinds
 */

export { FILE_KINDS } from "./kinds/file-kinds.ts";
export type { CacheKind, FileKind, KindOption } from "./kinds/kind.ts";
export { cacheKinds, prunableKinds } from "./kinds/names.ts";
