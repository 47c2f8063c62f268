import { eachAtMost } from "@ecephys/files/internal";
import { closeSession, type OpenedSession, Walk, type WalkSettings } from "./walk.ts";

/**
 * Sessions that are opened one after the other, some of them ahead, and closed again. Nothing happens until they are
 * asked for; every loop over them opens them anew.
 */
export class OpenSessions<Session> implements AsyncIterable<OpenedSession<Session>> {
  readonly #settings: WalkSettings<Session>;

  /** Use `sessions` of a project cache. */
  constructor(settings: WalkSettings<Session>) {
    this.#settings = settings;
  }

  /**
   * Hands over the sessions in the order of their ids, each with the next ones being opened in the meantime. A session
   * is closed when the next one is asked for, and all are when the loop is left, however that happens.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<OpenedSession<Session>, void, undefined> {
    const walk = new Walk(this.#settings);
    const ahead: { id: number; opening: Promise<Session> }[] = [];
    let inHand: Session | undefined;
    try {
      const ids = await walk.ids();
      let next = 0;
      const openAhead = () => {
        while (next < ids.length && ahead.length < this.#settings.concurrency) {
          const id = ids[next++] as number;
          const opening = walk.open(id);
          // Its failure is heard of when its turn comes.
          opening.catch(() => {});
          ahead.push({ id, opening });
        }
      };
      openAhead();
      for (let first = ahead[0]; first; first = ahead[0]) {
        const { id, opening } = first;
        let session: Session | undefined;
        try {
          session = await opening;
        } catch (error) {
          walk.fail(id, error);
        }
        if (session !== undefined) {
          inHand = session;
          yield { id, session };
          walk.signal.throwIfAborted();
          inHand = undefined;
          await walk.finish(id, session);
        }
        ahead.shift();
        openAhead();
      }
    } finally {
      walk.end(new DOMException("the loop over the sessions has ended", "AbortError"));
      const opened = await Promise.allSettled(ahead.map(({ opening }) => opening));
      const left = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      await Promise.all([...new Set([...left, ...(inHand === undefined ? [] : [inHand])])].map(closeSession));
    }
  }

  /**
   * Works on the sessions, on as many at once as `concurrency` says, in the order of their ids; each is closed after
   * its work. A session whose work fails is subject to the failure policy (`onError`) like one that cannot be opened.
   * @param work Its signal aborts when the walk ends early: the caller's signal, or another session's failure.
   * @throws the first failure that the policy does not leave out, after the works under way have ended.
   */
  async forEach(
    work: (opened: OpenedSession<Session>, options: { readonly signal: AbortSignal }) => unknown,
  ): Promise<void> {
    const walk = new Walk(this.#settings);
    const workOn = async (id: number): Promise<void> => {
      let session: Session | undefined;
      try {
        session = await walk.open(id);
        await work({ id, session }, { signal: walk.signal });
        const finished = session;
        session = undefined;
        await walk.finish(id, finished);
      } catch (error) {
        if (session !== undefined) await closeSession(session);
        try {
          walk.fail(id, error);
        } catch (failure) {
          walk.end(failure);
          throw failure;
        }
      }
    };
    try {
      await eachAtMost(await walk.ids(), this.#settings.concurrency, workOn);
    } finally {
      walk.end(new DOMException("the work on the sessions has ended", "AbortError"));
    }
  }
}
