import type { Table } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { normalQuantile } from "./normal-quantile.ts";

/** Trials that a rolling rate is over, among those that were not aborted. */
const ROLLING = 100;
/** Seconds after a change within which a lick is a correct response. */
const RESPONSE_WINDOW = 0.75;
/** Trials before and after, of which the reward rate is. */
const REWARD_TRIALS = 25;
/** Trials at the beginning, of which there is no reward rate. */
const FIRST_TRIALS = 10;

/** A row of `BehaviorEcephysSession.getRollingPerformanceDf`. */
export interface RollingPerformanceRow {
  trials_id: number;
  /** Rewards a minute, in the 25 trials before and the 25 from this one on; NaN of the first ten. */
  reward_rate: number;
  /** Hits among go trials, over the last 100 trials that were not aborted. */
  hit_rate_raw: number;
  /** The same, kept away from 0 and 1 by half a trial. */
  hit_rate: number;
  /** Licks among catch trials, over the last 100 trials that were not aborted. */
  false_alarm_rate_raw: number;
  /** The same, kept away from 0 and 1 by half a trial. */
  false_alarm_rate: number;
  /** d′ of the two rates; 0 of a passive session. */
  rolling_dprime: number;
}

/** Rewards a minute around each trial, from the licks that follow the changes; NaN of the first ten trials, and in no time. */
export function rewardRate(trials: ColumnTable, responseWindowStart: number): Float64Array {
  const starts = numbers(trials, "start_time");
  const correct = changeTimes(trials).map((change, trial) => {
    const first = licksOf(trials, trial).find((lick) => lick - change > responseWindowStart);
    return first !== undefined && first - change < RESPONSE_WINDOW ? 1 : 0;
  });
  return starts.map((_, trial) => {
    if (trial < FIRST_TRIALS) return Number.NaN;
    const [from, to] = [Math.max(0, trial - REWARD_TRIALS), Math.min(trial + REWARD_TRIALS, starts.length)];
    const rewards = correct.subarray(from, to).reduce((sum, one) => sum + one, 0);
    const rate = (rewards / (starts[to - 1]! - starts[from]!)) * 60;
    return Number.isFinite(rate) ? rate : Number.NaN;
  });
}

/**
 * Performance trial by trial; NaN in trials that were aborted, and before the first trial of a kind.
 * d′ is Z(hit rate) − Z(false alarm rate), each rate kept within 1 to 99 %.
 */
export function rollingPerformance(trials: ColumnTable, responseWindowStart: number): ColumnTable {
  const aborted = flags(trials, "aborted");
  const rows = Array.from(aborted.keys()).filter((row) => !aborted[row]);
  const hits = rollingRate(rows, flags(trials, "hit"), flags(trials, "miss"));
  const alarms = rollingRate(rows, flags(trials, "false_alarm"), flags(trials, "correct_reject"));
  const passive = isPassive(trials);
  const dprime = Float64Array.from(rows, (_, i) =>
    passive ? 0 : quantileOf(hits.corrected[i]!) - quantileOf(alarms.corrected[i]!),
  );
  const spread = (values: Float64Array) => {
    const all = new Float64Array(aborted.length).fill(Number.NaN);
    for (const [i, row] of rows.entries()) all[row] = values[i]!;
    return all;
  };
  return table({
    trials_id: numbers(trials, "trials_id"),
    reward_rate: rewardRate(trials, responseWindowStart),
    hit_rate_raw: spread(hits.raw),
    hit_rate: spread(hits.corrected),
    false_alarm_rate_raw: spread(alarms.raw),
    false_alarm_rate: spread(alarms.corrected),
    rolling_dprime: spread(dprime),
  });
}

/** The share of `ones` among `ones` and `zeros` over the last trials of `rows`; NaN without any. */
function rollingRate(rows: readonly number[], ones: readonly boolean[], zeros: readonly boolean[]) {
  const raw = new Float64Array(rows.length);
  const corrected = new Float64Array(rows.length);
  for (const i of rows.keys()) {
    let [count, sum] = [0, 0];
    for (const row of rows.slice(Math.max(0, i + 1 - ROLLING), i + 1)) {
      if (!zeros[row] && !ones[row]) continue;
      count++;
      if (!zeros[row]) sum++;
    }
    raw[i] = count === 0 ? Number.NaN : sum / count;
    corrected[i] = Math.min(Math.max(raw[i]!, 1 / (2 * count)), 1 - 1 / (2 * count));
  }
  return { raw, corrected };
}

function quantileOf(rate: number): number {
  return normalQuantile(Math.min(Math.max(rate, 1 / ROLLING), 1 - 1 / ROLLING));
}

/** Whether there was neither a reward nor a lick. */
function isPassive(trials: ColumnTable): boolean {
  const rewards = numbers(trials, "reward_volume");
  return (
    rewards.every((volume) => volume === 0) &&
    rewards.every((_, trial) => licksOf(trials, trial).length === 0)
  );
}

/** A summary of the animal's behaviour; rates are means of the rolling ones. */
export interface PerformanceMetrics {
  trial_count: number;
  go_trial_count: number;
  catch_trial_count: number;
  hit_trial_count: number;
  miss_trial_count: number;
  false_alarm_trial_count: number;
  correct_reject_trial_count: number;
  auto_reward_count: number;
  earned_reward_count: number;
  total_reward_count: number;
  /** Millilitres. */
  total_reward_volume: number;
  /** Rewards a minute. */
  maximum_reward_rate: number;
  /** Trials with more rewards a minute than the threshold. */
  engaged_trial_count: number;
  mean_hit_rate: number;
  mean_hit_rate_uncorrected: number;
  mean_hit_rate_engaged: number;
  mean_false_alarm_rate: number;
  mean_false_alarm_rate_uncorrected: number;
  mean_false_alarm_rate_engaged: number;
  mean_dprime: number;
  mean_dprime_engaged: number;
  max_dprime: number;
  max_dprime_engaged: number;
}

/** A summary of trials and rewards; NaN where there is nothing to take a mean of. */
export function performanceMetrics(
  trials: ColumnTable,
  rewards: Table<{ volume: number }>,
  rolling: ColumnTable,
  threshold: number,
): PerformanceMetrics {
  const count = (name: string) => flags(trials, name).filter(Boolean).length;
  const rates = numbers(rolling, "reward_rate");
  const all = (name: string) => numbers(rolling, name);
  const engaged = (name: string) => all(name).filter((_, trial) => rates[trial]! > threshold);
  return {
    trial_count: trials.numRows(),
    go_trial_count: count("go"),
    catch_trial_count: count("catch"),
    hit_trial_count: count("hit"),
    miss_trial_count: count("miss"),
    false_alarm_trial_count: count("false_alarm"),
    correct_reject_trial_count: count("correct_reject"),
    auto_reward_count: count("auto_rewarded"),
    earned_reward_count: count("hit"),
    total_reward_count: rewards.numRows(),
    total_reward_volume: numbers(rewards, "volume").reduce((sum, volume) => sum + volume, 0),
    maximum_reward_rate: largest(rates),
    engaged_trial_count: rates.filter((rate) => rate > threshold).length,
    mean_hit_rate: mean(all("hit_rate")),
    mean_hit_rate_uncorrected: mean(all("hit_rate_raw")),
    mean_hit_rate_engaged: mean(engaged("hit_rate")),
    mean_false_alarm_rate: mean(all("false_alarm_rate")),
    mean_false_alarm_rate_uncorrected: mean(all("false_alarm_rate_raw")),
    mean_false_alarm_rate_engaged: mean(engaged("false_alarm_rate")),
    mean_dprime: mean(all("rolling_dprime")),
    mean_dprime_engaged: mean(engaged("rolling_dprime")),
    max_dprime: largest(all("rolling_dprime")),
    max_dprime_engaged: largest(engaged("rolling_dprime")),
  };
}

function mean(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => (value > most || Number.isNaN(most) ? value : most), Number.NaN);
}

function numbers(from: ColumnTable, name: string): Float64Array {
  return Float64Array.from(from.array(name) as ArrayLike<number>, Number);
}

function flags(from: ColumnTable, name: string): boolean[] {
  return Array.from(from.array(name) as ArrayLike<unknown>, Boolean);
}

/** Times of the changes, of the screen where the file has these. */
function changeTimes(trials: ColumnTable): Float64Array {
  const names = trials.columnNames();
  return numbers(trials, names.includes("change_time") ? "change_time" : "change_time_no_display_delay");
}

function licksOf(trials: ColumnTable, trial: number): Float64Array {
  return (trials.get("lick_times", trial) as Float64Array | null) ?? new Float64Array();
}
