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
  /** Whether several parts may come by one request. */
  readonly hasSeveral: boolean;
  /**
   * The blocks of several parts by one request, each with the number of its part. Ends before all have come where the
   * server does not send them so, or where the transfer breaks.
   * @throws an EcephysError "response" where they are of another version.
   */
  several(
    ranges: readonly Range[],
    signal: AbortSignal,
  ): AsyncIterable<{ readonly part: number; readonly block: Uint8Array }>;
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
  async function* several(ranges: readonly Range[], signal: AbortSignal) {
    count.requests++;
    let isChanged = false;
    try {
      const parts = await file.parts?.open(ranges, { signal });
      let [part, at, filled] = [0, ranges[0]![0], 0];
      let block = new Uint8Array();
      for await (const { byteLength, bytes } of parts?.pieces ?? []) {
        isChanged = differs(parts?.validator, first.validator) || differs(byteLength, first.byteLength);
        if (isChanged) break;
        count.bytes += bytes.byteLength;
        for (let from = 0; from < bytes.byteLength; ) {
          const end = ranges[part]![1];
          if (filled === 0) block = new Uint8Array(Math.min(blockLength, end - at));
          const taken = bytes.subarray(from, from + block.length - filled);
          block.set(taken, filled);
          from += taken.length;
          filled += taken.length;
          if (filled < block.length) continue;
          [at, filled] = [at + filled, 0];
          yield { part, block };
          if (at === end) at = ranges[++part]?.[0] ?? 0;
        }
      }
    } catch {
      // What has not come is requested part by part, which works or tells what is wrong.
    }
    if (isChanged) throw changed(file);
  }
  const firstLength = Math.min(FIRST, first.byteLength);
  return {
    firstLength,
    blocks,
    several,
    get hasSeveral() {
      return file.parts?.isPossible() ?? false;
    },
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
    throw changed(file);
  if (body.start !== start || (body.isPart === false && start > 0)) throw noRanges(file);
}

function changed(file: RemoteFile): EcephysError {
  return new EcephysError("response", {
    ...subjectOf(file),
    reason: "the file has changed on the server since it was opened",
    remedy: "Open it again",
  });
}

function differs<T>(now: T | undefined, then: T | undefined): boolean {
  return now !== undefined && then !== undefined && now !== then;
}
