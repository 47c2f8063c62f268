/**
 * What the packages of this repository share beyond the public entry; it may change in any release.
 *
 * @module @ecephys/files/internal
 */

export {
  derivedPath,
  hiddenFile,
  partialPath,
  partialRecordPath,
  recordPath,
} from "./records/hidden-paths.ts";
export { forgetRecord, recorded } from "./records/records.ts";
export { isWriteProtected, systemCode } from "./storage/errors.ts";
export { allOrNone } from "./tasks/all-or-none.ts";
export { eachAtMost } from "./tasks/each.ts";
export { onAbort } from "./tasks/on-abort.ts";
export { SharedTasks, untilAborted } from "./tasks/shared-tasks.ts";
export { readPartialRecord } from "./transfer/partial-record.ts";
export { lengthOf } from "./transfer/ranges.ts";
