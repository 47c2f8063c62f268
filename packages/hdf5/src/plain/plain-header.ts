import type { HeaderMessage, ReadBytes } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";

/** Numbers of the messages that are known here (HDF5 file format, IV.A.2). */
export const PLAIN = {
  nothing: 0x00,
  dataspace: 0x01,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  modified: 0x12,
} as const;

const ONCE: readonly number[] = [
  PLAIN.dataspace,
  PLAIN.datatype,
  PLAIN.oldFillValue,
  PLAIN.fillValue,
  PLAIN.layout,
  PLAIN.filters,
  PLAIN.symbolTable,
  PLAIN.modified,
];
const KNOWN: readonly number[] = [...ONCE, PLAIN.nothing, PLAIN.attribute, PLAIN.continuation];

const PREFIX = 16;
const HEAD = 8;
/** "The message does not change." */
const CONSTANT = 1;
/** Bytes, and parts, of a header that is read here. */
const MOST_BYTES = 1 << 20;
const MOST_PARTS = 64;

/** What the file says of an object. */
export interface PlainHeader {
  /** Names that lead to it. */
  readonly links: number;
  readonly messages: readonly HeaderMessage[];
  /** That it takes. */
  readonly bytes: number;
}

/**
 * An object header of the first form, every byte of which is as writers leave it: the library refuses some of the others, each in its own way.
 * @throws a RangeError for all others.
 */
export function plainHeader(read: ReadBytes, position: number): PlainHeader {
  const prefix = new Reader(whole(read, position, PREFIX));
  const [count, links, length] = [prefix.short(2), prefix.word(4), prefix.word(8)];
  if (prefix.byte(0) !== 1 || prefix.byte(1) !== 0 || links === 0) throw new RangeError("another header");
  const messages: HeaderMessage[] = [];
  const parts: [position: number, length: number][] = [[position + PREFIX, length]];
  let left = MOST_BYTES;
  for (let i = 0; i < parts.length; i++) {
    const [at, bytes] = parts[i]!;
    left -= bytes;
    if (left < 0 || parts.length > MOST_PARTS) throw new RangeError("a long header");
    for (const message of messagesIn(whole(read, at, bytes))) {
      messages.push(message);
      if (message.type !== PLAIN.continuation) continue;
      const body = new Reader(message.body);
      parts.push([body.long(0), body.long(8)]);
    }
  }
  if (messages.length !== count) throw new RangeError("another number of messages");
  check(messages);
  return { links, messages, bytes: PREFIX + MOST_BYTES - left };
}

function messagesIn(bytes: Uint8Array): HeaderMessage[] {
  const reader = new Reader(bytes);
  const messages: HeaderMessage[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [type, length, flags] = [reader.short(at), reader.short(at + 2), reader.byte(at + 4)];
    const isPadded = reader.byte(at + 5) === 0 && reader.short(at + 6) === 0;
    const end = at + HEAD + length;
    if (!KNOWN.includes(type) || flags > CONSTANT || !isPadded || length % 8 !== 0 || end > bytes.length)
      throw new RangeError("another message");
    messages.push({ type, isShared: false, body: bytes.subarray(at + HEAD, end) });
    at = end;
  }
  return messages;
}

function check(messages: readonly HeaderMessage[]): void {
  let seen = 0;
  for (const { body, type } of messages) {
    // Numbers of messages are below 32.
    if ((seen & (1 << type)) !== 0 && ONCE.includes(type))
      throw new RangeError("a message that is there twice");
    seen |= 1 << type;
    if (type === PLAIN.modified && new Reader(body).word(0) !== 1) throw new RangeError("another time");
    if (type === PLAIN.fillValue) checkFillValue(new Reader(body), body.length);
    if (type === PLAIN.oldFillValue && 4 + new Reader(body).word(0) > body.length)
      throw new RangeError("a fill value beyond its message");
  }
}

/** When space is allotted (early, late, piece by piece) and filled (then, never, if it is set), HDF5 file format IV.A.2.f. */
function checkFillValue(body: Reader, length: number): void {
  const [version, allotted, filled, isDefined] = [body.byte(0), body.byte(1), body.byte(2), body.byte(3)];
  const isKnown = allotted >= 1 && allotted <= 3 && filled <= 2 && isDefined <= 1;
  if (version !== 2 || !isKnown) throw new RangeError("another fill value");
  if (isDefined === 1 && 8 + body.word(4) > length) throw new RangeError("a fill value beyond its message");
}

/** Bytes that are there. */
export function whole(read: ReadBytes, position: number, length: number): Uint8Array {
  const bytes = read(position, length);
  if (bytes.length !== length) throw new RangeError("it ends too early");
  return bytes;
}
