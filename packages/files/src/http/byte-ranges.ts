import type { EcephysError } from "../errors.ts";
import type { RemotePiece } from "../remote-file.ts";
import { fetchError, type HttpSubject, responseError } from "./failure.ts";
import { mediaType, parseContentRange } from "./headers.ts";

/** From `start` to before `end`. */
export type WantedPart = readonly [start: number, end: number];

/** Characters of a boundary at most (RFC 2046, 5.1.1), and bytes of what stands before a part. */
const LONGEST_BOUNDARY = 70;
const MOST_HEAD = 8192;

/** What separates the parts of an answer that holds several; undefined for another answer. */
export function boundaryOf(headers: Headers): string | undefined {
  if (mediaType(headers) !== "multipart/byteranges") return undefined;
  const value = headers.get("content-type") ?? "";
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i.exec(value) ?? [];
  const boundary = quoted ?? plain ?? "";
  return boundary !== "" && boundary.length <= LONGEST_BOUNDARY && /^[\x20-\x7e]+$/.test(boundary)
    ? boundary
    : undefined;
}

/**
 * The bytes of an answer with several parts (RFC 9110, 14.6), as they come. The parts have to be those that were
 * requested, in their order, each with as many bytes as it says.
 * @throws an EcephysError "response" where they are not, "fetch" where the answer ends too early; what the stream
 * errors with.
 */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  boundary: string,
  wanted: readonly WantedPart[],
  subject: HttpSubject,
): AsyncGenerator<RemotePiece> {
  const source = new Source(stream, subject);
  try {
    for (const [start, end] of wanted) {
      const byteLength = await partHead(source, boundary, [start, end], subject);
      for (let position = start; position < end; ) {
        const bytes = await source.some(end - position);
        yield { position, bytes, byteLength };
        position += bytes.byteLength;
      }
    }
    if (!(await source.tail()).trimStart().startsWith(`--${boundary}--`))
      throw disordered(subject, "does not end where its last part does");
  } finally {
    source.cancel();
  }
}

/** Reads what stands before a part; the length of the whole file. */
async function partHead(
  source: Source,
  boundary: string,
  [start, end]: WantedPart,
  subject: HttpSubject,
): Promise<number | undefined> {
  source.beginHead();
  const first = (await source.lineWithText()).trimEnd();
  if (first === `--${boundary}--`) throw disordered(subject, "has fewer parts than were requested");
  if (first !== `--${boundary}`) throw disordered(subject, "has no boundary where a part begins");
  let said: string | undefined;
  for (let line = await source.line(); line !== ""; line = await source.line()) {
    const value = /^content-range:(.*)$/i.exec(line)?.[1];
    if (value === undefined) continue;
    if (said !== undefined) throw disordered(subject, "has a part with two ranges");
    said = value;
  }
  const range = parseContentRange(said ?? null);
  if (range === undefined || range.first !== start || range.last !== end - 1)
    throw disordered(subject, "has other parts than those that were requested");
  return range.total;
}

function disordered(subject: HttpSubject, reason: string): EcephysError {
  return responseError(subject, `the answer with several parts ${reason}`);
}

/** Reads lines and bytes of a stream. */
class Source {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #subject: HttpSubject;
  #chunk: Uint8Array = new Uint8Array();
  /** Bytes that what stands before a part may have still. */
  #left = MOST_HEAD;
  #isOver = false;

  constructor(stream: ReadableStream<Uint8Array>, subject: HttpSubject) {
    this.#reader = stream.getReader();
    this.#subject = subject;
  }

  beginHead(): void {
    this.#left = MOST_HEAD;
  }

  /** Up to the next line break, without it. */
  async line(): Promise<string> {
    let line = "";
    for (;;) {
      const bytes = await this.#next();
      const end = bytes.indexOf(LINE_FEED);
      const taken = end < 0 ? bytes : bytes.subarray(0, end + 1);
      this.#left -= taken.byteLength;
      if (this.#left < 0) throw disordered(this.#subject, "has a part whose head does not end");
      line += String.fromCharCode(...taken);
      this.#chunk = bytes.subarray(taken.byteLength);
      if (end >= 0) return line.replace(/\r?\n$/, "");
    }
  }

  /** The next line that is not empty. */
  async lineWithText(): Promise<string> {
    for (;;) {
      const line = await this.line();
      if (line !== "") return line;
    }
  }

  /** Bytes, at least one and at most so many. */
  async some(most: number): Promise<Uint8Array> {
    const bytes = await this.#next();
    this.#chunk = bytes.subarray(most);
    return bytes.subarray(0, most);
  }

  /** What is left, which is little; read to its end, so that the connection can be used again. */
  async tail(): Promise<string> {
    let text = "";
    for (let bytes = this.#chunk; ; ) {
      if (text.length + bytes.byteLength > MOST_HEAD)
        throw disordered(this.#subject, "goes on behind its parts");
      text += String.fromCharCode(...bytes);
      const { done, value } = await this.#reader.read();
      this.#isOver = done;
      if (done) return text;
      bytes = value;
    }
  }

  cancel(): void {
    if (!this.#isOver) void this.#reader.cancel().catch(() => {});
  }

  async #next(): Promise<Uint8Array> {
    while (this.#chunk.byteLength === 0) {
      const { done, value } = await this.#reader.read();
      this.#isOver = done;
      if (done) throw fetchError(this.#subject, "the answer ended within its parts");
      this.#chunk = value;
    }
    return this.#chunk;
  }
}

const LINE_FEED = 10;
