import { type FrameAnswer, fixtureFile, goldenEntries, type SampleProject } from "@ecephys/fixtures";
import { type ColumnTable, table } from "arquero";
import { type Dataset, File, ready } from "h5wasm";
import type { SpikeData } from "../src/index.ts";

/** Inputs of an analysis as the recorded session has them: spikes from its file, presentations as answered. */
export async function recordedSession(project: SampleProject, session: number): Promise<SpikeData> {
  const { FS } = await ready;
  const path = `analysis-${project}-${session}.nwb`;
  FS.writeFile(path, fixtureFile(project, `session_${session}.nwb`));
  const file = new File(path, "r");
  try {
    const column = (name: string) =>
      Array.from((file.get(`units/${name}`) as Dataset).value as ArrayLike<number>, Number);
    const times = Float64Array.from(column("spike_times"));
    const ends = column("spike_times_index");
    const all = new Map(column("id").map((id, u) => [id, times.subarray(ends[u - 1] ?? 0, ends[u])]));
    const units = frame(project, session, "units").index.values as number[];
    return {
      spikeTimes: new Map(units.map((id) => [id, all.get(id)!])),
      presentations: toTable(frame(project, session, "stimulus_presentations")),
    };
  } finally {
    file.close();
    FS.unlink(path);
  }
}

function frame(project: SampleProject, session: number, method: string): FrameAnswer {
  const entry = goldenEntries(project, `session-${session}`).find((one) => one.method === method);
  const answer = entry?.answer();
  if (answer?.kind !== "dataframe") throw new Error(`${project} has no answer of ${method}`);
  return answer;
}

function toTable(frame: FrameAnswer): ColumnTable {
  return table({
    [frame.index.names[0]!]: frame.index.values,
    ...Object.fromEntries(frame.columns.map(({ name, values }) => [name, values!])),
  } as Record<string, unknown[]>);
}
