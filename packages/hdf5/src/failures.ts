import { EcephysError } from "@ecephys/files";

/** The error for a file that was asked after it was closed. */
export function closedFile(location: string): EcephysError {
  return new EcephysError("argument", {
    action: "Reading an HDF5 file",
    resource: location,
    reason: "it has been closed",
    remedy: "Open it again, or close it later",
  });
}

/** The error for bytes that are no HDF5 file. */
export function notHdf5(location: string, byteLength: number, reason: string): EcephysError {
  const what = byteLength === 0 ? "the file is empty" : reason;
  return new EcephysError("format", {
    action: "Opening an HDF5 file",
    resource: location,
    reason: `an HDF5 file is expected, but ${what}`,
    remedy: "If it was downloaded, delete it and download it again",
  });
}
