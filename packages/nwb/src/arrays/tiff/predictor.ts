/** What was done to samples before they were packed (TIFF 6.0, section 14, and Adobe's technical note 3). */
export const PREDICTOR = { none: 1, horizontal: 2, floating: 3 } as const;

/** Samples of a block, row by row. */
export interface Rows {
  readonly bytes: Uint8Array;
  /** Pixels in a row, and samples in a pixel. */
  readonly width: number;
  readonly samples: number;
  /** Bytes of a sample: 1, 2, 4 or 8. */
  readonly size: number;
}

/** Undoes horizontal differences, in place: each sample is stored as the difference to the one of the pixel before. */
export function undoHorizontal({ bytes, width, samples, size }: Rows, littleEndian: boolean): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rowLength = width * samples * size;
  const back = samples * size;
  for (let row = 0; row + rowLength <= bytes.length; row += rowLength)
    for (let at = row + back; at < row + rowLength; at += size) {
      if (size === 1) view.setUint8(at, view.getUint8(at) + view.getUint8(at - back));
      else if (size === 2)
        view.setUint16(
          at,
          view.getUint16(at, littleEndian) + view.getUint16(at - back, littleEndian),
          littleEndian,
        );
      else if (size === 4)
        view.setUint32(
          at,
          view.getUint32(at, littleEndian) + view.getUint32(at - back, littleEndian),
          littleEndian,
        );
      else
        view.setBigUint64(
          at,
          view.getBigUint64(at, littleEndian) + view.getBigUint64(at - back, littleEndian),
          littleEndian,
        );
    }
}

/**
 * Undoes the floating-point predictor, in place: the bytes of a row are differences, and lie by their place in the
 * number, highest first. What results is big-endian whatever the file is.
 */
export function undoFloating({ bytes, width, samples, size }: Rows): void {
  const count = width * samples;
  const rowLength = count * size;
  for (let start = 0; start + rowLength <= bytes.length; start += rowLength) {
    const row = bytes.subarray(start, start + rowLength);
    for (let at = samples; at < rowLength; at++) row[at] = row[at]! + row[at - samples]!;
    const planes = row.slice();
    for (let i = 0; i < count; i++)
      for (let byte = 0; byte < size; byte++) row[i * size + byte] = planes[byte * count + i]!;
  }
}
