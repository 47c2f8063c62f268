/**
 * Checks of what every backend must do, for the tests of custom backends. Needs no test framework.
 *
 * @module @ecephys/core/testing
 */

export type { ContractCheck } from "@ecephys/files/testing";
export { type FetchApiContract, fetchApiContract } from "./testing/fetch-api-contract.ts";
export type { KnownProject } from "./testing/known-project.ts";
export { refusingFetchApiContract } from "./testing/refusing-contract.ts";
