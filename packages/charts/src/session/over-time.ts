import { isEcephysError } from "@ecephys/files";
import { overTime } from "../charts/over-time.ts";
import type { Figure, FigureOptions } from "../figure/figure.ts";
import type { ChartSession } from "./chart-session.ts";
import { chosenUnits } from "./units.ts";

interface Options extends FigureOptions {
  readonly unitIds?: readonly number[] | undefined;
  readonly time?: readonly [from: number, to: number] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Stimuli, spikes, running and pupil of a session over its time, as far as it has them. */
export async function sessionOverTime(session: ChartSession, options: Options): Promise<Figure> {
  const { signal, time, title, width, height } = options;
  const [stimuli, speed, pupil, spikes] = await Promise.all([
    ifThere(() => session.getStimulusEpochs({ signal })),
    ifThere(() => session.runningSpeed({ signal })),
    ifThere(() => session.getPupilData({ signal })),
    spikesOf(session, options),
  ]);
  return overTime({ stimuli, spikes, speed, pupil }, { time, title, width, height });
}

/** Of a session without units there may be other things to draw. */
async function spikesOf(session: ChartSession, options: Options) {
  const unitIds = await ifThere(() => chosenUnits(session, options));
  return unitIds && session.spikeTimes({ unitIds, signal: options.signal });
}

/** What a session lacks, as those of other labs do, is undefined. */
async function ifThere<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isEcephysError(error) && error.code === "not-found") return undefined;
    throw error;
  }
}
