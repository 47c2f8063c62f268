import { EcephysError } from "@ecephys/files";

/** HDF5's own filters: deflate, shuffle, Fletcher's checksum, n-bit, scale-offset. */
const FILTERS = new Set([1, 2, 3, 5, 6]);

/** The error for a dataset with a filter that the library does not have; undefined where it has all of them. */
export function lackingFilter(
  filters: readonly { readonly id: number; readonly name: string }[],
  resource: string,
): EcephysError | undefined {
  const unknown = filters.find(({ id }) => !FILTERS.has(id));
  return (
    unknown &&
    new EcephysError("format", {
      action: "Reading a dataset",
      resource,
      reason: `it is compressed by the filter "${unknown.name}" (${unknown.id}), which is not supported`,
      remedy: "Rewrite the file with another filter: h5repack -f GZIP=4",
    })
  );
}

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
