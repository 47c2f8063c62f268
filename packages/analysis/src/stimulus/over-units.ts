import type { Block, Crew } from "../workers/crew.ts";
import type { Kernel } from "../workers/protocol.ts";
import { forUnits, readUnits, type SpikeReader, type UnitsOptions } from "./data.ts";
import { type AnswerOf, KERNELS, type KernelName, type SharedOf } from "./kernels.ts";

/** Units that go to a worker at once: enough for its time to be worth the way, few enough for memory and progress. */
const AT_ONCE = 24;

/** Whose spikes are analysed, and by whom. */
export interface OverUnits extends Pick<UnitsOptions, "signal" | "onProgress"> {
  readonly reader: SpikeReader;
  readonly unitIds: readonly number[];
  readonly action: string;
  /** Units that are computed at once on this thread; one by default, after each of which others have their turn. */
  readonly together?: number | undefined;
  /** The workers; by default everything is computed on this thread. */
  readonly crew: Crew | undefined;
}

/** How many of the workers that are wanted have work with so many units. */
export function usefulWorkers(wanted: number, units: number): number {
  return Math.min(wanted, Math.ceil(units / AT_ONCE));
}

/** What a kernel computes for each unit, in the order of the ids. */
export async function overUnits<Name extends KernelName>(
  task: { readonly kernel: Name; readonly shared: SharedOf<Name> },
  { reader, unitIds, signal, onProgress, action, crew, together = 1 }: OverUnits,
): Promise<readonly AnswerOf<Name>[]> {
  const answers = new Array<AnswerOf<Name>>(unitIds.length);
  let done = 0;
  const keep = (at: number, some: readonly unknown[]) => {
    for (const [i, answer] of some.entries()) answers[at + i] = answer as AnswerOf<Name>;
    done += some.length;
  };
  if (!crew) {
    const compute = (KERNELS[task.kernel] as Kernel<SharedOf<Name>, AnswerOf<Name>>)(task.shared);
    await forUnits(reader, unitIds, together, { signal, onProgress }, action, (units) =>
      keep(
        done,
        compute(
          units.map(({ times }) => times),
          done,
        ),
      ),
    );
    return answers;
  }
  const blocks = blocksOf(reader, unitIds, signal, action);
  await crew.run(task, blocks, (at, some) => {
    keep(at, some);
    onProgress?.({ done, total: unitIds.length });
  });
  if (unitIds.length === 0) onProgress?.({ done: 0, total: 0 });
  return answers;
}

/** Reads units in their order, a block whenever one is asked for. */
async function* blocksOf(
  reader: SpikeReader,
  unitIds: readonly number[],
  signal: AbortSignal | undefined,
  action: string,
): AsyncGenerator<Block, void> {
  for (let at = 0; at < unitIds.length; at += AT_ONCE) {
    signal?.throwIfAborted();
    const ids = unitIds.slice(at, at + AT_ONCE);
    const units = await readUnits(reader, ids, { signal }, action);
    yield { at, units: units.map(({ times }) => times) };
  }
}
