import { type DandiAddress, type DandiOptions, type Dandiset, dandi } from "@ecephys/dandi";
import { EcephysError } from "@ecephys/files";
import { nodeFetch } from "@ecephys/files/node";
import { isOffline } from "../cache-location.ts";
import type { Io } from "../io.ts";

/** The flags that a command about a dandiset reads. */
export interface DandiFlags {
  readonly offline?: boolean | undefined;
}

/**
 * The dandiset that an address names, with the key and the archive of the environment.
 * @throws an EcephysError "missing-data" while the network must not be used.
 */
export function openDandiset(
  { dandiset, version }: DandiAddress,
  { offline }: DandiFlags,
  { env }: Pick<Io, "env">,
): Dandiset {
  if (isOffline(offline, env))
    throw new EcephysError("missing-data", {
      action: "Asking the DANDI archive",
      resource: `dandiset ${dandiset}`,
      reason: "the network is not used while offline",
      remedy: "Leave out --offline (and ECEPHYS_OFFLINE), or give the path of a file that was downloaded",
    });
  const options: DandiOptions = {
    version,
    apiUrl: env.ECEPHYS_DANDI_URL || undefined,
    token: env.DANDI_API_KEY || undefined,
    fetch: nodeFetch,
  };
  return dandi(dandiset, options);
}
