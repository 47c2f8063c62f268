import type { StreamedFile } from "@ecephys/files";
import { Planner } from "../plan/planner.ts";
import { ByteChannel, canShareMemory } from "./channel.ts";
import type { DirectBytes } from "./direct-bytes.ts";
import { plainReads } from "./plain-reads.ts";
import { Ready } from "./ready.ts";
import type { Supply, WorkerSource } from "./supply.ts";

/** What is sent to a worker of a file on a server, and what gives it the file's bytes. */
export function streamedSource(file: StreamedFile): WorkerSource {
  const { byteLength, validator: version } = file;
  const channel = canShareMemory() ? new ByteChannel() : undefined;
  const read: Supply["read"] = async (position, length, signal) => {
    const bytes = await file.slice(position, position + length, { ahead: true, signal });
    return channel ? bytes : withWhatFollows(file, position, bytes);
  };
  return {
    sent: { kind: "stream", byteLength, version, memory: channel?.memory },
    supply: { read, channel },
  };
}

/** Bytes that go to a worker at once that cannot wait for them, and steps in which they are looked for. */
const MOST_POSTED = 4 * 2 ** 20;
const STEP = 256 * 1024;

/** Bytes, and those behind them that are there: a worker that cannot wait does its work again each time it lacks some. */
function withWhatFollows(file: StreamedFile, position: number, bytes: Uint8Array): Uint8Array {
  let end = position + bytes.length;
  const most = Math.min(file.byteLength, position + MOST_POSTED);
  while (end < most && file.has(end, Math.min(most, end + STEP))) end = Math.min(most, end + STEP);
  return file.peek(position, end) ?? bytes;
}

/** Bytes of a long read that are fetched at a time, while the next ones are on their way. */
const PIECE = 16 * 2 ** 20;

/** The bytes of a file on a server, past the worker. */
export function streamedDirect(file: StreamedFile, location = file.name): DirectBytes {
  const planner = new Planner(file);
  const ready = new Ready(planner);
  return {
    planned: {
      ready: (wanted, signal) => ready.for(wanted, signal),
      byteOffset: (path) => planner.byteOffset(path),
    },
    plain: plainReads(file, location),
    get transferred() {
      return file.transferred;
    },
    async read(target, position, _version, signal) {
      const end = position + target.length;
      const piece = (at: number) => file.slice(at, Math.min(end, at + PIECE), { signal });
      let next: Promise<Uint8Array> | undefined;
      for (let at = position; at < end; at += PIECE) {
        const current = next ?? piece(at);
        next = at + PIECE < end ? piece(at + PIECE) : undefined;
        next?.catch(() => {});
        target.set(await current, at - position);
      }
      return true;
    },
    close: () => file.close(),
  };
}
