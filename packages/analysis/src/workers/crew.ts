import { EcephysError, errorOfPlain } from "@ecephys/files";
import { onAbort } from "@ecephys/files/internal";
import { LentMemory } from "./lent-memory.ts";
import type { StartWorker, WorkerLink } from "./link.ts";
import type { Answer, FromWorker, Task } from "./protocol.ts";

/** Units at a time that a worker has: one that it is at, and one that waits for it. */
const LANES = 2;

/** Some units by their places among all. */
export interface Block {
  readonly at: number;
  readonly units: readonly Float64Array[];
}

interface Asked {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Workers that compute an analysis, or several in turn. They end with it, whatever its end. */
export class Crew {
  readonly #members: readonly Member[];

  constructor(count: number, start: StartWorker, action: string) {
    const members: Member[] = [];
    try {
      for (let i = 0; i < count; i++)
        members.push(new Member(start(), action, (failure) => this.end(failure)));
    } catch (error) {
      for (const member of members) member.end(error);
      throw error;
    }
    this.#members = members;
  }

  /**
   * Computes blocks of units as they come, each by the worker that has time for it.
   * @param blocks gives them one after another, to whoever asks.
   */
  async run(
    task: Task,
    blocks: AsyncIterator<Block>,
    use: (at: number, answers: readonly unknown[]) => void,
  ): Promise<void> {
    const lane = async (member: Member) => {
      const memory = new LentMemory();
      for (;;) {
        const next = await blocks.next();
        if (next.done) return;
        const { at } = next.value;
        use(at, await member.compute(next.value, memory));
      }
    };
    for (const member of this.#members) member.begin(task);
    await Promise.all(this.#members.flatMap((member) => Array.from({ length: LANES }, () => lane(member))));
  }

  /** Ends all workers at once, and what they are asked by the failure. */
  end(failure: unknown = new Error("the workers were ended")): void {
    for (const member of this.#members) member.end(failure);
  }
}

/** One worker. It answers in the order in which it is asked. */
class Member {
  readonly #link: WorkerLink;
  readonly #asked = new Map<number, Asked>();
  #count = 0;
  #failure: { readonly reason: unknown } | undefined;

  /** @param failed hears that the worker died. */
  constructor(link: WorkerLink, action: string, failed: (failure: EcephysError) => void) {
    this.#link = link;
    link.listen(
      (message) => this.#hear(message),
      (reason) => {
        if (!this.#failure) failed(died(action, reason));
      },
    );
  }

  begin(task: Task): void {
    if (!this.#failure) this.#link.post(task, []);
  }

  async compute({ at, units }: Block, memory: LentMemory): Promise<readonly unknown[]> {
    const lent = memory.lend(units);
    const id = this.#count++;
    const answer = await new Promise<Answer>((resolve, reject) => {
      if (this.#failure) throw this.#failure.reason;
      this.#asked.set(id, { resolve, reject });
      this.#link.post({ id, at, ...lent }, lent.memory ? [lent.memory] : []);
    });
    memory.giveBack(answer.memory);
    return answer.answers;
  }

  end(reason: unknown): void {
    if (this.#failure) return;
    this.#failure = { reason };
    this.#link.terminate();
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
  }

  #hear(message: FromWorker): void {
    const asked = this.#asked.get(message.id);
    if (!asked) return;
    this.#asked.delete(message.id);
    if ("error" in message) asked.reject(errorOfPlain(message.error));
    else asked.resolve(message);
  }
}

/**
 * Lets workers compute for as long as `use` takes; they end at once when the signal aborts.
 * @throws what `use` throws, the signal's reason, an EcephysError "storage" where a worker did not start or died.
 */
export async function withCrew<Result>(
  { count, start, signal }: CrewSettings,
  action: string,
  use: (crew: Crew | undefined) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  if (count === 0) return use(undefined);
  const crew = new Crew(count, start, action);
  const ignore = onAbort(signal, () => crew.end(signal?.reason));
  try {
    return await use(crew);
  } finally {
    ignore();
    crew.end();
  }
}

export interface CrewSettings {
  readonly count: number;
  readonly start: StartWorker;
  readonly signal?: AbortSignal | undefined;
}

function died(action: string, reason: string | undefined): EcephysError {
  return new EcephysError("storage", {
    action,
    resource: "a worker of the analysis",
    reason: reason || "it could not be started, or died",
    remedy:
      "Check that dist/analysis-worker.js of @ecephys/analysis is there: a program in one file needs it beside itself, a page " +
      "has to serve it or to pass `worker`. With fewer `workers` less memory is needed; without the option none is started",
  });
}
