/**
 * Checks of what every storage must do, for the tests of custom storages. Needs no test framework.
 *
 * @module @ecephys/files/testing
 */

export type { ContractCheck } from "./testing/check.ts";
export { expectEqual, expectReason, expectRefusal, expectThat, failureOf } from "./testing/expectations.ts";
export { storageContract } from "./testing/storage-contract.ts";
