import { type EcephysErrorCode, isEcephysError } from "@ecephys/files";
import { expect } from "vitest";

/** The EcephysError of that code with which a promise rejects. */
export async function failure(promise: Promise<unknown>, code: EcephysErrorCode) {
  const error: unknown = await promise.then(
    () => expect.fail("expected a failure"),
    (reason: unknown) => reason,
  );
  if (!isEcephysError(error, code)) throw error;
  return error;
}

/** Tries as many as by default, without the waiting. */
export const quick = { baseDelay: 1, maxDelay: 2, maxRetryAfter: 5 };
