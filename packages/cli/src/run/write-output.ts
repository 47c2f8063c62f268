import type { Io } from "../io.ts";
import { sanitise } from "../output/sanitise.ts";
import { writeFileWhole } from "../output/write-file.ts";
import { type Chunk, writeToStream } from "../output/write-stream.ts";

interface Destination {
  readonly out: string | undefined;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly terminal: boolean;
  /** The chunks are already sanitised, and contain our own escape sequences. */
  readonly ownEscapes: boolean;
}

/** Writes the output to its file or to stdout; text for a terminal cannot control it. */
export async function writeOutput(chunks: Iterable<Chunk>, to: Destination): Promise<void> {
  if (to.out !== undefined && to.out !== "-") return writeFileWhole(to.out, chunks, to.signal);
  const safe = to.terminal && !to.ownEscapes ? sanitised(chunks) : chunks;
  await writeToStream(to.io.stdout, safe, to.signal);
}

function* sanitised(chunks: Iterable<Chunk>): Generator<Chunk> {
  for (const chunk of chunks) yield typeof chunk === "string" ? sanitise(chunk, { lines: true }) : chunk;
}
