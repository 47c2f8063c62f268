import { type DatasetStatus, datasetStatus, type TaskStatus } from "@ecephys/export/tasks";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import { sanitise } from "../output/sanitise.ts";
import { bytesText } from "../progress/amounts.ts";
import { writeReport } from "../run/write-report.ts";

/** Tells how far a dataset is. */
export async function runExportStatus(dataset: string, flags: GlobalFlags, runtime: Runtime): Promise<void> {
  const status = await datasetStatus(dataset);
  await writeReport({ text: () => statusText(status), json: () => status }, flags, runtime);
}

const STATES = ["done", "running", "failed", "outdated", "waiting"] as const;
const MOST_NAMED = 20;

function statusText({ bytes, counts, dataset, differences, rows, tasks }: DatasetStatus): string {
  const total = tasks.length;
  const lines = [
    `Dataset ${sanitise(dataset)}: ${counts.done} of ${total} ${total === 1 ? "task" : "tasks"} done, ${rows.toLocaleString("en")} rows, ${bytesText(bytes)}`,
    ...STATES.filter((state) => counts[state] > 0).map((state) => `  ${state.padEnd(9)}${counts[state]}`),
    ...named(tasks, "running"),
    ...named(tasks, "failed"),
    ...differences.map((text) => `files differ in ${sanitise(text)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function named(tasks: readonly TaskStatus[], state: TaskStatus["state"]): string[] {
  const some = tasks.filter((one) => one.state === state);
  const shown = some
    .slice(0, MOST_NAMED)
    .map(({ error, task }) => `${state} ${task}${error === undefined ? "" : `: ${sanitise(error.message)}`}`);
  return some.length > MOST_NAMED ? [...shown, `… and ${some.length - MOST_NAMED} more ${state}`] : shown;
}
