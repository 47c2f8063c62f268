import { Argument } from "commander";
import { addNwbOptions, NWB_VIEW_NAMES, type NwbFlags, type NwbView, nwbComplaint } from "../nwb/options.ts";
import { shownTableCommand } from "../table-command.ts";

export const nwb = shownTableCommand<NwbFlags>({
  name: "nwb",
  summary: "what is in an NWB file of any lab, and any of it as a table",
  description:
    "Any NWB 2 file: a path, or an https URL of which only the parts that are needed are transferred. Without more, what is in it: tables, series and metadata, each by its path in the file. Tables and series are asked for by their path, or by a name that only one has. No cache and no account are needed.",
  overview: [
    ...["path", "kind", "type", "rows", "columns", "shape", "unit", "rate"],
    ...["property", "value", "id", "start_time", "stop_time", "time", "unit_id", "name", "target"],
  ],
  addOptions(command) {
    command.argument("<file>", "path or https URL of an NWB file");
    command.addArgument(
      new Argument("[what]", "what is shown of it").choices(NWB_VIEW_NAMES).default("contents"),
    );
    command.argument("[name]", "the table's or the series' path or name");
    addNwbOptions(command);
  },
  complaint: nwbComplaint,
  async read(flags, args, runtime) {
    const [path, view, name] = args as readonly [string, NwbView, string | undefined];
    const { warnings } = await import("../run/report.ts");
    const { signal } = runtime;
    const warn = warnings(flags, (text) => runtime.io.stderr.write(text));
    const { openNwb } = await import("@ecephys/nwb/node");
    const { NWB_VIEWS } = await import("../nwb/views.ts");
    const { linkedFiles } = await import("../session/linked-files.ts");
    const file = await openNwb(path, { warn, signal, linkedFiles: await linkedFiles(flags.linked) });
    try {
      return await NWB_VIEWS[view](file, name, flags, signal);
    } finally {
      await file.close();
    }
  },
  examples: [
    ["ecephys nwb ./recording.nwb", "what is in it"],
    ["ecephys nwb ./recording.nwb info --format json", "what it says of itself and of the animal"],
    ["ecephys nwb ./recording.nwb units --where 'depth > 1' --format csv", "its units"],
    ["ecephys nwb ./recording.nwb intervals trials", "its trials"],
    [
      "ecephys nwb ./recording.nwb series ElectricalSeriesLFP --from 0 --to 0.05 --out lfp.csv",
      "50 ms of a series, into a file",
    ],
    [
      "ecephys nwb ./recording.nwb psth --intervals trials --align start_time --unit 4 --bin 0.05",
      "firing rates around the start of trials",
    ],
    [
      "ecephys nwb ./recording.nwb correlogram --unit 4,7 --intervals trials --lag 0.05",
      "pairs of spikes by the time between them, within trials",
    ],
  ],
});
