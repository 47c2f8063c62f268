/**
 * What every backend must do, as checks for the tests of those who write one. Needs no test framework.
 *
 * @module @ecephys/core/testing
 */

export type { ContractCheck } from "@ecephys/files/testing";
export { type FetchApiContract, fetchApiContract } from "./testing/fetch-api-contract.ts";
export type { KnownProject } from "./testing/known-project.ts";
export { refusingFetchApiContract } from "./testing/refusing-contract.ts";
