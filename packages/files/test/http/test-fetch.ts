import { newNodeFetch } from "../../src/node-http/node-fetch.ts";

/** What a project of the test settings has files fetched with. */
const FETCHES: Readonly<Record<string, typeof globalThis.fetch>> = {
  parsed: newNodeFetch(Number.POSITIVE_INFINITY),
  taken: newNodeFetch(1000),
};

/** The `fetch` of these tests; undefined for the platform's. */
export const testFetch = FETCHES[process.env.ECEPHYS_TEST_FETCH ?? ""];
