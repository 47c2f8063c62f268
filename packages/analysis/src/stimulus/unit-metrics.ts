import { STIMULUS_KINDS } from "./kinds.ts";
import type { Metric } from "./metrics/columns.ts";
import { KIND_METRICS } from "./metrics/index.ts";
import { type PlainStimulus, plainStimulus, trialsOfPlain } from "./plain-stimulus.ts";
import { responseTo } from "./response.ts";
import type { Stimulus } from "./stimulus.ts";

/** What the metrics of all units share. */
export interface MetricsShared {
  readonly stimulus: PlainStimulus;
  readonly exact: boolean;
}

/** What the metrics of a stimulus need of it. */
export function metricsShared(stimulus: Stimulus, exact: boolean): MetricsShared {
  const prepare = (own: Stimulus) => KIND_METRICS[own.kind.name].prepare(own, { exact });
  return { stimulus: plainStimulus(stimulus, prepare), exact };
}

/** By unit the metrics of its class of stimuli, in the order of its columns. */
export function unitMetrics({
  stimulus,
  exact,
}: MetricsShared): (units: readonly Float64Array[]) => readonly (readonly Metric[])[] {
  const { kindName, trials, contrast, ...own } = stimulus;
  const whole: Stimulus = {
    ...own,
    kind: STIMULUS_KINDS[kindName],
    trials: trialsOfPlain(trials),
    contrast: contrast && trialsOfPlain(contrast),
  };
  const compute = KIND_METRICS[kindName].prepare(whole, { exact });
  return (units) => compute(units.map((times) => responseTo(whole, times)));
}
