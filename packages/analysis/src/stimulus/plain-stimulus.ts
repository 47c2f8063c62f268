import type { StimulusKindName } from "./kinds.ts";
import type { Stimulus } from "./stimulus.ts";
import type { Trials } from "./trials.ts";

/** Trials with the parameters that are needed of them: nothing but numbers, so that they can be sent to a worker. */
export interface PlainTrials extends Omit<Trials, "parameter"> {
  readonly parameters: ReadonlyMap<string, Float64Array>;
}

/** A stimulus as it is sent to a worker. */
export interface PlainStimulus extends Omit<Stimulus, "kind" | "trials" | "contrast"> {
  readonly kindName: StimulusKindName;
  readonly trials: PlainTrials;
  readonly contrast: PlainTrials | undefined;
}

/**
 * A stimulus with the parameters that `prepare` asks for.
 * @throws what `prepare` throws where the presentations lack one.
 */
export function plainStimulus(stimulus: Stimulus, prepare: (stimulus: Stimulus) => void): PlainStimulus {
  const { kind, ...own } = stimulus;
  const [trials, contrast] = [recorded(own.trials), own.contrast && recorded(own.contrast)];
  prepare({ ...stimulus, trials: trials.asking, contrast: contrast?.asking });
  return { ...own, kindName: kind.name, trials: trials.plain, contrast: contrast?.plain };
}

/** Trials that remember which parameters they were asked for. */
function recorded(trials: Trials): { readonly asking: Trials; readonly plain: PlainTrials } {
  const { parameter, ...own } = trials;
  const parameters = new Map<string, Float64Array>();
  const asked = (name: string) => {
    const values = parameters.get(name) ?? parameter(name);
    parameters.set(name, values);
    return values;
  };
  return { asking: { ...own, parameter: asked }, plain: { ...own, parameters } };
}

/** Trials as they were before they were sent. */
export function trialsOfPlain({ parameters, ...own }: PlainTrials): Trials {
  return {
    ...own,
    parameter(name) {
      const values = parameters.get(name);
      if (values) return values;
      throw new Error(`the parameter ${name} was not sent`);
    },
  };
}
