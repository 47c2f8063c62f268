import type { DataArray } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";

/** An array in a file, of which single positions along the first dimension can be read separately. */
export interface LazyArray {
  readonly shape: readonly number[];
  /** The complete array. */
  read(options?: { signal?: AbortSignal | undefined }): Promise<DataArray>;
  /**
   * One position along the first dimension, such as a frame of a movie, without reading the others. (Only in an
   * .npy file in Fortran order are the numbers of a frame scattered over the file, which is then read
   * completely.)
   * @throws an EcephysError "not-found" for a position outside the array.
   */
  frame(index: number, options?: { signal?: AbortSignal | undefined }): Promise<DataArray>;
}

/** The error "not-found" for a frame outside an array. */
export function noFrame(index: number, shape: readonly number[], location: string): EcephysError {
  return new EcephysError("not-found", {
    action: "Reading a frame",
    resource: `frame ${index} of ${location}`,
    reason: shape.length === 0 ? "the array is a single number" : `there are ${shape[0]} frames`,
    remedy: "Frames count from 0",
  });
}
