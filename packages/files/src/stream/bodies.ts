import { EcephysError } from "../errors.ts";
import { fetchError } from "../http/failure.ts";
import type { RemoteBody, RemoteFile } from "../remote-file.ts";
import { FIRST, type FirstPart } from "./first.ts";
import type { Range } from "./ranges.ts";
import { noRanges, subjectOf } from "./refusals.ts";

/** Requests parts of one version of a file, and counts what comes. */
export interface Bodies {
  /** Bytes of the first part. */
  readonly firstLength: number;
  readonly requests: number;
  readonly bytes: number;
  /**
   * The blocks of a part, one after the other as they come; the last one may be shorter.
   * @param begun The body of the part, if it was requested before.
   * @throws an EcephysError "response" where the answer is not that part of that version.
   */
  blocks(range: Range, begun: RemoteBody | undefined, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export function bodiesOf(file: RemoteFile, first: FirstPart, blockLength: number): Bodies {
  const subject = subjectOf(file);
  const count = { requests: first.requests, bytes: 0 };
  async function* blocks([start, end]: Range, begun: RemoteBody | undefined, signal: AbortSignal) {
    let body = begun;
    if (!body) {
      count.requests++;
      body = await file.open({ start, end, signal, tries: 1 });
    }
    const reader = body.stream.getReader();
    let isOver = false;
    try {
      check(file, body, first, start);
      let block = new Uint8Array(Math.min(blockLength, end - start));
      let [filled, at] = [0, start];
      for (;;) {
        const { done, value } = await reader.read();
        isOver = done;
        if (done) break;
        count.bytes += value.byteLength;
        for (let from = 0; from < value.byteLength; ) {
          // A server that sends more than the part may as well have sent another one.
          if (block.length === 0) throw noRanges(file);
          const part = value.subarray(from, from + block.length - filled);
          block.set(part, filled);
          from += part.length;
          filled += part.length;
          if (filled < block.length) continue;
          at += filled;
          const full = block;
          [block, filled] = [new Uint8Array(Math.min(blockLength, end - at)), 0];
          yield full;
        }
      }
      if (at < end)
        throw fetchError(subject, `the answer ended after ${at + filled - start} of ${end - start} bytes`);
    } finally {
      if (!isOver) void reader.cancel().catch(() => {});
    }
  }
  const firstLength = Math.min(FIRST, first.byteLength);
  return {
    firstLength,
    blocks,
    get requests() {
      return count.requests;
    },
    get bytes() {
      return count.bytes;
    },
  };
}

function check(file: RemoteFile, body: RemoteBody, first: FirstPart, start: number): void {
  if (differs(body.validator, first.validator) || differs(body.byteLength, first.byteLength))
    throw new EcephysError("response", {
      ...subjectOf(file),
      reason: "the file has changed on the server since it was opened",
      remedy: "Open it again",
    });
  if (body.start !== start || (body.isPart === false && start > 0)) throw noRanges(file);
}

function differs<T>(now: T | undefined, then: T | undefined): boolean {
  return now !== undefined && then !== undefined && now !== then;
}
