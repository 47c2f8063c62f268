import type { EcephysProjectApi } from "@ecephys/core";
import { refusingApi } from "@ecephys/core/internal";
import { EcephysError } from "@ecephys/files";

/**
 * A backend that never fetches: a project cache that is given it answers from what its directory holds, and
 * nothing else. Every call rejects with an EcephysError "missing-data" that names what was asked for; the cache
 * adds where it looked ([note C1](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#c1), [note M6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m6)).
 */
export function fixed(): EcephysProjectApi {
  return refusingApi(
    "fixed",
    (resource) =>
      new EcephysError("missing-data", {
        action: "Fetching",
        resource,
        reason: "it is not in the cache, and the fixed backend fetches nothing",
        remedy:
          "Open the cache with a backend that can fetch (the warehouse or LIMS), or add the file to it.",
      }),
  );
}
