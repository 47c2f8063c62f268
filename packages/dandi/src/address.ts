import { EcephysError } from "@ecephys/files";

/** Which asset an address names. */
export interface DandiAddress {
  readonly dandiset: string;
  /** Undefined for the newest published version, or the draft where there is none. */
  readonly version: string | undefined;
  /** The path of an asset; empty for the whole set. */
  readonly path: string;
}

const ADDRESS = /^dandi:\/\/(?:dandi\/)?(\d{6})(?:@(draft|\d+\.\d+\.\d+))?(?:\/(.*))?$/i;

/**
 * Reads an address such as "dandi://000021/sub-699733573/sub-699733573_ses-715093703.nwb", with a version as in
 * "dandi://000021@0.210914.1900/…". The form of the dandi command, "dandi://dandi/000021/…", is understood too.
 * @throws an EcephysError "argument" for anything else.
 * @example
 * import { parseDandiAddress } from "@ecephys/dandi";
 *
 * parseDandiAddress("dandi://000021@draft/sub-1/sub-1.nwb"); // { dandiset: "000021", version: "draft", path: … }
 */
export function parseDandiAddress(address: string): DandiAddress {
  const match = ADDRESS.exec(address);
  if (match !== null) return { dandiset: match[1] ?? "", version: match[2], path: match[3] ?? "" };
  throw new EcephysError("argument", {
    action: "Reading an address of DANDI",
    resource: String(address),
    reason: "it is not of the form dandi://DANDISET/PATH or dandi://DANDISET@VERSION/PATH",
    remedy:
      "Write the dandiset with six digits: dandi://000021/sub-699733573/sub-699733573_ses-715093703.nwb",
  });
}
