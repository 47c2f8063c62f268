import { Reader } from "../plan/bytes.ts";

const MOST_DIMENSIONS = 32;
const SCALAR = 0;
const SIMPLE = 1;
/** The largest number of elements that is known exactly. */
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * The shape that a header's message holds (HDF5 file format, IV.A.2.b), `[]` of a scalar.
 * @throws a RangeError where there are no elements, or the message is not as writers make it.
 */
export function plainShape(space: Uint8Array): number[] {
  const reader = new Reader(space);
  const [version, rank, flags] = [reader.byte(0), reader.byte(1), reader.byte(2)];
  const kind = reader.byte(3);
  const isKnown =
    version === 1
      ? kind === 0 && reader.word(4) === 0
      : version === 2 && kind === (rank === 0 ? SCALAR : SIMPLE);
  if (!isKnown || rank > MOST_DIMENSIONS || flags > 1) throw new RangeError("another form of shape");
  const first = version === 1 ? 8 : 4;
  const shape = Array.from({ length: rank }, (_, d) => reader.long(first + 8 * d));
  if (flags === 1)
    for (const [d, side] of shape.entries()) {
      const most = reader.address(first + 8 * (rank + d));
      if (most !== undefined && side > most) throw new RangeError("more elements than there may be");
    }
  if (!(shape.reduce((product, side) => product * side, 1) <= MOST))
    throw new RangeError("too many elements");
  return shape;
}
