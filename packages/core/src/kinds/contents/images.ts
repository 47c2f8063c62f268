import type { ContentCheck } from "@ecephys/files";
import { hasBytes, notOfKind } from "./content.ts";

const TIFF_MAGIC = ["II*\0", "MM\0*", "II+\0", "MM\0+"];

/** A TIFF file of either byte order, BigTIFF included. */
export const tiffContent: ContentCheck = (head) =>
  TIFF_MAGIC.some((magic) => hasBytes(head, magic)) ? undefined : notOfKind("a TIFF file", head);

/** A file of NumPy's `save`. */
export const npyContent: ContentCheck = (head) =>
  hasBytes(head, "\x93NUMPY") ? undefined : notOfKind("an .npy file", head);
