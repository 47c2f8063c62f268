import { EcephysError, isEcephysError } from "@ecephys/files";

/** Runs a fetch; if the backend has no data, the error names the file that the cache looked for ([note M6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m6)). */
export async function addPathToMissingData<Value>(
  location: string,
  fetch: () => Promise<Value>,
): Promise<Value> {
  try {
    return await fetch();
  } catch (cause) {
    if (!isEcephysError(cause, "missing-data") || cause.reason.includes(location)) throw cause;
    const { action, resource, reason, remedy } = cause;
    throw new EcephysError("missing-data", {
      action,
      resource,
      reason: `${reason.replace(/[.]$/, "")}; the cache looked for ${location}`,
      remedy,
      cause,
    });
  }
}
