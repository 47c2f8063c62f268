/** Gives bytes of the file; fewer only at its end. */
export type ReadBytes = (position: number, length: number) => Uint8Array;

/** One message of an object's header: what the file says of the object. */
export interface HeaderMessage {
  readonly type: number;
  /** Whether the content lies elsewhere, and `body` says where. */
  readonly isShared: boolean;
  readonly body: Uint8Array;
}

/** Numbers of messages (HDF5 file format, IV.A.2). */
export const MESSAGE = { datatype: 0x03, externalFiles: 0x07, attribute: 0x0c, continuation: 0x10 } as const;

const SHARED = 2;
/** Blocks of one header; a header of more is damaged. */
const MOST_BLOCKS = 256;
/** No header of a file that writers make comes near. */
const MOST_BYTES = 1 << 22;

/**
 * The messages of the object header at a position of the file, of which the library tells only part.
 * @throws a RangeError where the bytes are none.
 */
export function headerMessages(read: ReadBytes, position: number, base: number): HeaderMessage[] {
  const start = viewOf(read(position, 64));
  const isModern = start.getUint32(0, false) === 0x4f484452; // "OHDR"
  const header = isModern ? modernHeader(start) : classicHeader(start);
  const messages: HeaderMessage[] = [];
  const blocks = [{ at: position + header.first, length: header.length }];
  let total = 0;
  for (let i = 0; i < blocks.length && i < MOST_BLOCKS; i++) {
    const { at, length } = blocks[i]!;
    total += length;
    if (total > MOST_BYTES) throw new RangeError("its header is too long");
    for (const message of messagesIn(read(at, length), header)) {
      messages.push(message);
      if (message.type !== MESSAGE.continuation) continue;
      const body = viewOf(message.body);
      // A later block of a modern header begins with "OCHK" and ends with a checksum.
      const [skipped, checksum] = isModern ? [4, 4] : [0, 0];
      blocks.push({
        at: base + toNumber(body, 0) + skipped,
        length: toNumber(body, 8) - skipped - checksum,
      });
    }
  }
  return messages;
}

interface Header {
  /** Position of the first message from the header's beginning, and bytes of the first block of messages. */
  readonly first: number;
  readonly length: number;
  readonly isModern: boolean;
  readonly hasOrder: boolean;
}

function classicHeader(view: DataView): Header {
  if (view.getUint8(0) !== 1) throw new RangeError("no object header");
  return { first: 16, length: view.getUint32(8, true), isModern: false, hasOrder: false };
}

function modernHeader(view: DataView): Header {
  const flags = view.getUint8(5);
  const lengthAt = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const width = 1 << (flags & 3);
  let length = 0;
  for (let i = width - 1; i >= 0; i--) length = length * 256 + view.getUint8(lengthAt + i);
  return { first: lengthAt + width, length, isModern: true, hasOrder: (flags & 4) !== 0 };
}

function* messagesIn(bytes: Uint8Array, { isModern, hasOrder }: Header): Generator<HeaderMessage> {
  const view = viewOf(bytes);
  const headLength = isModern ? (hasOrder ? 6 : 4) : 8;
  for (let at = 0; at + headLength <= bytes.length; ) {
    const type = isModern ? view.getUint8(at) : view.getUint16(at, true);
    const length = view.getUint16(at + (isModern ? 1 : 2), true);
    const flags = view.getUint8(at + (isModern ? 3 : 4));
    at += headLength;
    yield { type, isShared: (flags & SHARED) !== 0, body: bytes.subarray(at, at + length) };
    at += length;
  }
}

/** Where a shared message's content lies, if that is another object's header. */
export function sharedPosition(body: Uint8Array, base: number): number | undefined {
  const view = viewOf(body);
  const version = view.getUint8(0);
  const COMMITTED = 2;
  if (version === 3 && view.getUint8(1) !== COMMITTED) return undefined;
  return base + toNumber(view, version === 1 ? 8 : 2);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function toNumber(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
