/**
 * What every storage must do, as checks for the tests of those who write one. Needs no test framework.
 *
 * @module @ecephys/files/testing
 */

export type { ContractCheck } from "./testing/check.ts";
export { expectEqual, expectReason, expectRefusal, expectThat, failureOf } from "./testing/expectations.ts";
export { storageContract } from "./testing/storage-contract.ts";
