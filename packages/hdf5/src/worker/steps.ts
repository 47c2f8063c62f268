import type { KeptBytes } from "./kept-bytes.ts";
import type { BytesNeeded } from "./protocol.ts";

/** Bytes of a file, or of the file of that name that it links to. */
export interface KeptFile {
  readonly linked?: string | undefined;
  readonly kept: KeptBytes;
}

type Step = <Result>(file: number, work: () => Result | Promise<Result>) => Promise<Result>;

/**
 * Work on files whose bytes cannot be waited for: where it lacked some, they are asked for, and it is done again when
 * `brought` gives them.
 */
export function steps(
  keptOf: (file: number) => readonly KeptFile[],
  ask: (needed: BytesNeeded) => void,
): { readonly step: Step; readonly brought: (bytes: Uint8Array | undefined) => void } {
  let waiting: ((bytes: Uint8Array | undefined) => void) | undefined;
  const fetched = (needed: BytesNeeded) =>
    new Promise<Uint8Array | undefined>((resolve) => {
      waiting = resolve;
      ask(needed);
    });
  return {
    async step(file, work) {
      for (;;) {
        const [outcome] = await Promise.allSettled([(async () => work())()]);
        const files = keptOf(file);
        // The library may have gone on as if what lacked were not there.
        const all = files.map(({ kept, linked }) => ({ kept, linked, lacking: kept.takeLacking() }));
        const found = all.find(({ lacking }) => lacking !== undefined);
        if (!found?.lacking) {
          for (const { kept } of files) kept.done();
          if (outcome.status === "rejected") throw outcome.reason;
          return outcome.value;
        }
        const { kept, lacking, linked } = found;
        const bytes = await fetched({ ...lacking, linked });
        if (bytes === undefined) throw new Error("its bytes could not be fetched");
        kept.keep(lacking.position, bytes);
      }
    },
    brought(bytes) {
      waiting?.(bytes);
      waiting = undefined;
    },
  };
}
