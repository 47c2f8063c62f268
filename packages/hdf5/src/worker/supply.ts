import type { ByteChannel } from "./channel.ts";
import type { Hdf5Source } from "./protocol.ts";

/** Gives a worker bytes of a file that this side has to fetch. */
export interface Supply {
  read(position: number, length: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Where the worker waits for them; they are posted to it where it cannot. */
  readonly channel: ByteChannel | undefined;
}

/** What is sent to a worker that opens one file, and what gives it the bytes that are not in it. */
export interface SentFile {
  readonly sent: Hdf5Source;
  readonly supply?: Supply | undefined;
}

/** A file with those that its links lead to, by the names that the links have for them. */
export interface WorkerSource extends SentFile {
  readonly linked?: Readonly<Record<string, SentFile>> | undefined;
}

/** What gives a worker bytes of a file, and of those that its links lead to. */
export interface Supplies {
  readonly own: Supply | undefined;
  readonly linked: ReadonlyMap<string, Supply>;
}

export function suppliesOf({ linked = {}, supply }: WorkerSource): Supplies {
  const others = Object.entries(linked).flatMap(([name, file]) =>
    file.supply ? [[name, file.supply] as const] : [],
  );
  return { own: supply, linked: new Map(others) };
}
