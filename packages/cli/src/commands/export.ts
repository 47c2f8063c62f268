import { addExamples, type CliCommand } from "../command.ts";
import { exportCancel } from "./export/cancel.ts";
import { exportPlan } from "./export/plan.ts";
import { exportRun } from "./export/run.ts";
import { exportStatus } from "./export/status.ts";
import { exportSubmit } from "./export/submit.ts";
import { exportTables } from "./export/tables.ts";

const COMMANDS: readonly CliCommand[] = [
  exportTables,
  exportPlan,
  exportRun,
  exportSubmit,
  exportCancel,
  exportStatus,
];

export const exporting: CliCommand = {
  name: "export",
  register(program, runtime) {
    const command = program
      .command("export")
      .helpCommand(false)
      .usage("KIND... --out PATH [options]\n       ecephys export COMMAND [options]")
      .summary("tables as Parquet, Arrow, CSV or NDJSON: one file, or a dataset of all sessions")
      .description(
        "Writes tables of the project and of sessions into files that DuckDB, pandas, polars and Spark read. `ecephys export KIND…` is short for `ecephys export tables KIND…`, whose options are those of `ecephys export tables --help`. For more than one process or host there are `plan` and `run`, or `submit` and `ecephys worker`. To try the steps below on the sample project, in a clone of the repository after `npm start`: export ECEPHYS_CACHE=.cache/sample ECEPHYS_OFFLINE=1",
      );
    addExamples(command, [
      ["ecephys export units --out units.parquet", "1. one table, as one file"],
      [
        "ecephys export units presentations --sessions all --out dataset --partition session",
        "2. a dataset of all sessions; run again, it makes only what is missing or has changed",
      ],
      ["ecephys export status dataset", "3. how far it is"],
      [
        "ecephys export plan presentations --out dataset > tasks.ndjson && ecephys export run --task-file tasks.ndjson --shard 1/2",
        "4. tasks for any scheduler: a Slurm array, GNU parallel, Snakemake",
      ],
      [
        "ecephys export submit presentations --out dataset --queue postgres://lab-db/exports && ecephys worker --queue postgres://lab-db/exports",
        "5. a queue, for workers on any number of hosts",
      ],
    ]);
    for (const { register } of COMMANDS) register(command, runtime);
  },
};
