/**
 * What the packages of this repository share beyond the public entry; it may change in any release.
 *
 * @module @ecephys/files/internal
 */

export { nearest } from "./arguments/nearest.ts";
export {
  derivedPath,
  hiddenFile,
  partialPath,
  partialRecordPath,
  recordPath,
} from "./records/hidden-paths.ts";
export { forgetRecord, recorded } from "./records/records.ts";
export { storedDataFile, storedFileName } from "./records/stored-data-file.ts";
export { isWriteProtected, systemCode } from "./system/errors.ts";
export { allOrNone } from "./tasks/all-or-none.ts";
export { eachAtMost } from "./tasks/each.ts";
export { SharedTasks } from "./tasks/shared-tasks.ts";
export { untilAborted } from "./tasks/until-aborted.ts";
export { readPartialRecord } from "./transfer/partial-record.ts";
export { lengthOf } from "./transfer/ranges.ts";
