/**
 * Shared between the packages of this repository only; may change in any release.
 *
 * @module @ecephys/files/internal
 */

export { nearest } from "./arguments/nearest.ts";
export { ascending, isAscending, isStrictlyAscending } from "./ascending.ts";
export { clamp } from "./clamp.ts";
export { displayUrl } from "./http/display-url.ts";
export { checkRetry } from "./http/retry.ts";
export { joinBytes } from "./join-bytes.ts";
export { messageOf } from "./message-of.ts";
export {
  derivedPath,
  hiddenFile,
  partialPath,
  partialRecordPath,
  recordPath,
} from "./records/hidden-paths.ts";
export { forgetRecord, readRecord, recorded, withoutRecord, writeRecord } from "./records/records.ts";
export { storedDataFile, storedFileName } from "./records/stored-data-file.ts";
export { blockedByBrowser } from "./stream/blocked.ts";
export { isKeptWhole } from "./stream/kept-blocks.ts";
export { guarded, isWriteProtected, systemCode } from "./system/errors.ts";
export { threadLink, type WorkerLink, webLink } from "./system/worker-link.ts";
export { allOrNone } from "./tasks/all-or-none.ts";
export { eachAtMost } from "./tasks/each.ts";
export { inTurns, type Steps, type StepsProgress, type TurnOptions } from "./tasks/in-turns.ts";
export { onAbort } from "./tasks/on-abort.ts";
export { SharedTasks } from "./tasks/shared-tasks.ts";
export { sleep } from "./tasks/sleep.ts";
export { nextTurn, pause } from "./tasks/turns.ts";
export { untilAborted } from "./tasks/until-aborted.ts";
export { readPartialRecord } from "./transfer/partial-record.ts";
export { lengthOf } from "./transfer/ranges.ts";
export { byteText } from "./transfer/space.ts";
