import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { table } from "@ecephys/core/arquero";
import { nwbAnswer, nwbFile } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/behavior/normal-quantile.ts";
import { rewardRate, rollingPerformance } from "../../src/behavior/performance.ts";
import type { BehaviorEcephysSession } from "../../src/index.ts";
import { openBehaviorSession } from "../../src/node.ts";
import { difference } from "../recording/comparing.ts";

interface Trials {
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly reward_rate: readonly (number | null)[];
  readonly rolling: Readonly<Record<string, readonly (number | null)[]>>;
  readonly engaged: Readonly<Record<string, number>>;
}

interface Nested {
  readonly shape: readonly number[];
  readonly values: readonly (number | null)[];
}

interface Recorded {
  readonly waveforms: Readonly<Record<string, Nested>>;
  readonly templates: Readonly<Record<string, { readonly unwarped: Nested; readonly warped: Nested }>>;
  readonly lfp: Readonly<Record<string, Nested>>;
  readonly csd: Readonly<Record<string, Nested>>;
}

const recorded = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, "allensdk.json.gz"))).toString(),
) as {
  readonly response_window_start: number;
  readonly trials: Readonly<Record<string, Trials>>;
  readonly sessions: Readonly<Record<string, Recorded>>;
};

const numbers = (values: readonly (number | null)[]) => values.map((value) => value ?? Number.NaN);

/** The place of the first value that differs by more than rounding does. */
function firstDifference(
  ours: ArrayLike<number>,
  theirs: readonly (number | null)[],
  within = 1e-12,
): number {
  const expected = numbers(theirs);
  if (ours.length !== expected.length) return Math.min(ours.length, expected.length);
  return expected.findIndex((value, i) => {
    const own = ours[i]!;
    return !Object.is(own, value) && !(Math.abs(own - value) <= within * Math.max(1, Math.abs(value)));
  });
}

describe.each(Object.entries(recorded.trials))("the performance in %s trials", (_, answer) => {
  const trials = table({
    ...answer.columns,
    trials_id: answer.columns.start_time!.map((__, i) => i),
    change_time_no_display_delay: numbers(answer.columns.change_time_no_display_delay as number[]),
    lick_times: (answer.columns.lick_times as number[][]).map((licks) => Float64Array.from(licks)),
  } as never);

  it("is AllenSDK's, trial by trial", () => {
    const start = recorded.response_window_start;
    expect(firstDifference(rewardRate(trials, start), answer.reward_rate)).toBe(-1);
    const rolling = rollingPerformance(trials, start);
    for (const [name, values] of Object.entries(answer.rolling))
      expect(firstDifference(rolling.array(name) as Float64Array, values), name).toBe(-1);
    const rates = Array.from(rolling.array("reward_rate") as Float64Array);
    for (const [most, count] of Object.entries(answer.engaged))
      expect(rates.filter((rate) => rate > Number(most)).length).toBe(count);
  });
});

it("quantiles of the normal distribution are those of scipy", () => {
  const known: readonly (readonly [number, number])[] = [
    [1e-20, -9.262340089798409],
    [1e-10, -6.361340902404056],
    [0.01, -2.3263478740408408],
    [0.074, -1.4466320671589785],
    [0.25, -0.6744897501960817],
    [0.5, 0],
    [0.6666666666666666, 0.43072729929545744],
    [0.9, 1.2815515655446004],
  ];
  for (const [p, value] of known) expect(normalQuantile(p)).toBeCloseTo(value, 13);
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(1.5)]).toEqual([
    -Infinity,
    Infinity,
    Number.NaN,
  ]);
});

describe.each(Object.keys(recorded.sessions))("the Visual Behavior session %s", (id) => {
  const name = `ecephys_session_${id}`;
  const answer = recorded.sessions[id]!;
  const { calls } = nwbAnswer(`${name}.session`) as {
    calls: Record<
      string,
      {
        readonly value: unknown;
        readonly columns: { name: string; values: number[] }[];
        readonly index: { readonly values: readonly number[] };
      }
    >;
  };
  let session: BehaviorEcephysSession;
  beforeAll(async () => {
    const probes = calls.probes!.index.values;
    const lfp = Object.keys(answer.lfp).map(
      (probe) => [probe, nwbFile(`${name}_probe${"AB"[probes.indexOf(Number(probe))]}_lfp`)] as const,
    );
    session = await openBehaviorSession(nwbFile(name), { warn: () => {}, lfp: Object.fromEntries(lfp) });
  });
  afterAll(() => session.close());

  it("has the performance and reward rate that AllenSDK answers", async () => {
    expect(
      difference(await session.getPerformanceMetrics(), calls.get_performance_metrics!.value),
    ).toBeUndefined();
    expect(
      difference(Array.from(await session.getRewardRate()), calls.get_reward_rate!.value),
    ).toBeUndefined();
    const rolling = await session.getRollingPerformanceDf();
    for (const { name: column, values } of calls.get_rolling_performance_df!.columns)
      expect(difference(Array.from(rolling.array(column as "hit_rate")), values, column)).toBeUndefined();
  });

  it("has the images, waveforms, LFP and current source density that AllenSDK answers, value by value", async () => {
    const templates = (await session.stimulusTemplates())!;
    expect([...templates.keys()]).toEqual(Object.keys(answer.templates));
    const waveforms = await session.meanWaveforms();
    const pairs: (readonly [
      string,
      { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
      Nested,
    ])[] = [
      ...[...templates].flatMap(([image, { unwarped, warped }]) => [
        [image, unwarped, answer.templates[image]!.unwarped] as const,
        [image, warped, answer.templates[image]!.warped] as const,
      ]),
      ...Object.entries(answer.waveforms).map(
        ([unit, values]) => [unit, waveforms.get(Number(unit))!, values] as const,
      ),
    ];
    for (const [probe, values] of Object.entries(answer.lfp)) {
      const lfp = await session.getLfp(Number(probe), { maskInvalidIntervals: false });
      pairs.push([probe, await lfp.load(), values]);
      pairs.push([probe, await session.getCurrentSourceDensity(Number(probe)), answer.csd[probe]!]);
    }
    for (const [label, { data, shape }, values] of pairs) {
      expect(shape, label).toEqual(values.shape);
      expect(firstDifference(data, values.values), label).toBe(-1);
    }
  });
});
