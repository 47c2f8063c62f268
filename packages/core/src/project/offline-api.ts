import { EcephysError } from "@ecephys/files";
import type { EcephysProjectApi } from "../fetch-api.ts";
import { refusingApi } from "../refusing-api.ts";

/** A fetch API that contacts nobody: every call rejects with an EcephysError "missing-data". */
export function offlineApi(api: EcephysProjectApi): EcephysProjectApi {
  const refused = refusingApi(
    `${api.name}, offline`,
    (resource) =>
      new EcephysError("missing-data", {
        action: "Fetching",
        resource,
        reason: `it is not in the cache, and the ${api.name} is not contacted while offline`,
        remedy: "Fetch it once while online, or copy the file into the cache",
      }),
  );
  return { ...refused, ...(api.close && { close: () => api.close?.() ?? Promise.resolve() }) };
}
