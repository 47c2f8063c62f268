import { addSuppressOptions, type SuppressFlags } from "../options/suppress-options.ts";
import { tableCommand } from "../table-command.ts";

export const sessions = tableCommand<SuppressFlags>({
  name: "sessions",
  summary: "one row per recording session",
  description:
    "The recording sessions: type, age, sex and genotype of the mouse, numbers of channels, probes and units that pass the default filters, and the structures recorded from.",
  overview: ["id", "session_type", "full_genotype", "sex", "age_in_days", "unit_count", "probe_count"],
  addOptions: (command) => addSuppressOptions(command, "has_nwb, isi_experiment_id, date_of_acquisition"),
  async table({ cache, flags, signal }) {
    const { withoutSuppressed } = await import("../table/suppress.ts");
    return withoutSuppressed(flags, (suppress) => cache.getSessionTable({ suppress, signal }));
  },
  examples: [
    ["ecephys sessions", "all sessions"],
    [
      'ecephys sessions --where \'includes(ecephys_structure_acronyms, "LGd") && sex == "F"\'',
      "female mice with recordings in LGd",
    ],
    ["ecephys sessions --sort -unit_count --limit 5 --format json", "the five sessions with most units"],
  ],
});
