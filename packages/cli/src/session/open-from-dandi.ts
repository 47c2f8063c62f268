import { stat } from "node:fs/promises";
import { join } from "node:path";
import { parseDandiAddress } from "@ecephys/dandi";
import { downloadedAsset } from "@ecephys/dandi/node";
import { EcephysError, type RemoteFile } from "@ecephys/files";
import { openSession } from "@ecephys/nwb/node";
import { isOffline } from "../cache-location.ts";
import { dandiDirectory } from "../dandi/directory.ts";
import { openDandiset } from "../dandi/open-dandiset.ts";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { LinkedFlags } from "../options/linked-option.ts";
import { warnings } from "../run/report.ts";
import { type KeepFlags, keptParts } from "./kept-parts.ts";
import { linkedFiles } from "./linked-files.ts";

interface Flags extends GlobalFlags, LinkedFlags, KeepFlags {
  readonly offline?: boolean | undefined;
  readonly lfpFile?: string | undefined;
  readonly probe?: number | undefined;
}

/**
 * A session of a dandiset: the file that was downloaded, if it is still the archive's, else streamed. The LFP file of a
 * probe lies beside it.
 */
export async function openFromDandi(
  address: string,
  flags: Flags,
  runtime: Runtime,
  onWarning: (text: string) => void,
) {
  const { path } = parseDandiAddress(address);
  const { lfpFile, probe } = flags;
  const file = await foundOnDandi(address, flags, runtime);
  const beside = probe === undefined ? undefined : path.replace(/\.nwb$/, `_probe-${probe}_ecephys.nwb`);
  const lfp =
    probe === undefined || beside === undefined
      ? undefined
      : { [probe]: lfpFile ?? (await onDandi(address, beside, flags, runtime)) };
  const warn = warnings(flags, onWarning);
  const linked = await linkedFiles(flags.linked);
  const stream = { keep: keptParts(address, flags, runtime) };
  const options = { lfp, warn, signal: runtime.signal, linkedFiles: linked, stream };
  return {
    session: (filters: object) => openSession(file, { ...filters, ...options }),
    close: async () => undefined,
  };
}

/**
 * A file of a dandiset, where it was downloaded to, or at the archive.
 * @throws an EcephysError "argument" for an address without a path, "not-found" where there is no such file.
 */
export async function foundOnDandi(
  address: string,
  flags: Flags,
  runtime: Runtime,
): Promise<string | RemoteFile> {
  const { path } = parseDandiAddress(address);
  if (path === "")
    throw new EcephysError("argument", {
      action: "Opening a session",
      resource: address,
      reason: "it names a dandiset, and no file of it",
      remedy: `\`ecephys dandi ls ${address}\` lists the files; give dandi://DANDISET/PATH`,
    });
  return onDandi(address, path, flags, runtime);
}

async function onDandi(
  address: string,
  path: string,
  flags: Flags,
  { io, signal }: Runtime,
): Promise<string | RemoteFile> {
  const parsed = parseDandiAddress(address);
  const directory = dandiDirectory(undefined, parsed.dandiset, io);
  const local = join(directory, path);
  if (isOffline(flags.offline, io.env) && (await stat(local).catch(() => undefined))?.isFile()) return local;
  const asset = await openDandiset(parsed, flags, io).asset(path, { signal });
  return (await downloadedAsset(asset, { directory, signal }))?.path ?? asset.file();
}
