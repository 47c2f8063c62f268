import { EcephysError } from "@ecephys/files";
import { untilAborted } from "@ecephys/files/internal";
import { closedFile } from "../failures.ts";
import type { Hdf5CallOptions } from "../model.ts";
import type { WorkerPool } from "./pool.ts";
import type { Hdf5Answers, Hdf5Method } from "./protocol.ts";
import { type Supplies, suppliesOf, type WorkerSource } from "./supply.ts";
import { type RequestOf, type Subject, WorkerEnded, WorkerOccupied, type WorkerThread } from "./thread.ts";

/** Where a file lies open: in which worker, under which number. */
interface Place extends Identity {
  readonly thread: WorkerThread;
  readonly file: number;
  readonly supplies: Supplies;
}

/** What tells a file from one that has taken its place. */
export type Identity = Hdf5Answers["open"];

/** A request but for the file's number. */
export type Question<Method extends Hdf5Method> = Omit<RequestOf<Method>, "file">;

/** What is asked, for messages, and how. */
interface Asked extends Hdf5CallOptions {
  readonly action: string;
  readonly path: string;
  /** Whether it was asked before the file was closed, which waits for it. */
  readonly isAwaited?: boolean | undefined;
}

/** How a file is opened in a worker. */
export interface WorkerOpening {
  readonly pool: WorkerPool;
  /** Gives what is sent to a worker, each time that one opens the file. */
  readonly source: () => WorkerSource;
  readonly location: string;
  readonly timeLimit: number | undefined;
}

let count = 0;

/**
 * A file in a worker of the pool, which opens it when it is first asked. Where the worker has to be ended, for this file
 * or another one, or is busy with another one for long, the file is opened again in another worker when it is next asked.
 */
export class FileInWorkers {
  readonly #given: WorkerOpening;
  #place: Place | undefined;
  #opening: Promise<Place> | undefined;
  #identity: Identity | undefined;
  #isClosed = false;

  constructor(given: WorkerOpening) {
    this.#given = given;
  }

  /** Opens the file at once. */
  async open(signal: AbortSignal | undefined): Promise<Identity> {
    this.#place = await this.#openIn(signal);
    this.#identity = this.#place;
    return this.#place;
  }

  /** The file was opened without a worker; the one that a worker opens is to be the same. */
  expect(identity: Identity): void {
    this.#identity = identity;
  }

  /** @throws what the worker's work throws, the signal's reason, an EcephysError where the file has been closed. */
  async ask<Method extends Hdf5Method>(
    question: Question<Method>,
    { action, path, isAwaited = false, signal, timeLimit = this.#given.timeLimit }: Asked,
  ): Promise<Hdf5Answers[Method]> {
    const { location } = this.#given;
    for (;;) {
      if (this.#isClosed && !isAwaited) throw closedFile(location);
      const place = this.#present() ?? (await this.#again(signal));
      const request = { ...question, file: place.file } as unknown as RequestOf<Method>;
      const subject = { action, resource: `${location} (${path})` };
      try {
        return await place.thread.run(request, subject, { signal, timeLimit }, place.supplies);
      } catch (error) {
        if (error instanceof WorkerOccupied) this.#move(place);
        else if (!(error instanceof WorkerEnded)) throw error;
      }
    }
  }

  /** Refuses what is asked from now on, but for what is awaited. */
  refuse(): void {
    this.#isClosed = true;
  }

  async close(): Promise<void> {
    const place = this.#present() ?? (await this.#opening?.catch(() => undefined));
    this.#place = undefined;
    if (place) await this.#leave(place);
  }

  /** Gives up a place in a worker that is busy with another file, which is to close this one when it can. */
  #move(place: Place): void {
    if (this.#place !== place) return;
    this.#place = undefined;
    this.#leave(place).catch(() => {});
  }

  /** Where the file lies open, if its worker still runs. */
  #present(): Place | undefined {
    if (this.#place?.thread.isEnded) this.#place = undefined;
    return this.#place;
  }

  /** Opens the file again, once for all who ask meanwhile. */
  #again(signal: AbortSignal | undefined): Promise<Place> {
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = undefined;
    });
    return untilAborted(this.#opening, signal);
  }

  async #reopen(): Promise<Place> {
    const place = await this.#openIn(undefined);
    const [was, is] = [this.#identity, place];
    if (was && (is.byteLength !== was.byteLength || is.version !== was.version)) {
      await this.#leave(place);
      throw new EcephysError("storage", {
        action: "Opening an HDF5 file again",
        resource: this.#given.location,
        reason: `it has changed since it was opened: it was ${was.version}, and is ${is.version}`,
        remedy: "Close it and open it again",
      });
    }
    this.#place = place;
    return place;
  }

  async #openIn(signal: AbortSignal | undefined): Promise<Place> {
    const { location, pool, source: give, timeLimit } = this.#given;
    const subject: Subject = { action: "Opening an HDF5 file", resource: location };
    // Where all workers are busy, it waits for the second one.
    for (let mayMove = true; ; ) {
      const thread = pool.acquire();
      const file = count++;
      try {
        const given = give();
        const supplies = suppliesOf(given);
        const others = Object.entries(given.linked ?? {}).map(([name, { sent }]) => [name, sent]);
        const [source, linked] = [given.sent, Object.fromEntries(others)];
        const request = { method: "open", file, source, linked, location } as const;
        const opened = await thread.run<"open">(request, subject, { mayMove, signal, timeLimit }, supplies);
        return { thread, file, supplies, ...opened };
      } catch (error) {
        pool.release(thread);
        if (error instanceof WorkerOccupied) mayMove = false;
        else if (!(error instanceof WorkerEnded)) throw error;
      }
    }
  }

  async #leave({ thread, file }: Place): Promise<void> {
    const subject = { action: "Closing an HDF5 file", resource: this.#given.location };
    try {
      await thread.run<"close">({ method: "close", file }, subject);
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
    } finally {
      this.#given.pool.release(thread);
    }
  }
}
