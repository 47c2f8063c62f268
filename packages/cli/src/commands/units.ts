import { addSuppressOptions, type SuppressFlags } from "../options/suppress-options.ts";
import { addUnitFilterOptions, type UnitFilterFlags, unitFilters } from "../options/unit-filter-options.ts";
import { tableCommand } from "../table-command.ts";

export const units = tableCommand<SuppressFlags & UnitFilterFlags>({
  name: "units",
  summary: "one row per unit that passes the quality filters",
  description:
    "The sorted units of all sessions that pass the quality filters: quality metrics, waveform features, position, structure, and the columns of channel, probe and session.",
  overview: [
    "id",
    "ecephys_session_id",
    "ecephys_structure_acronym",
    "snr",
    "firing_rate",
    "isi_violations",
    "presence_ratio",
    "amplitude_cutoff",
    "waveform_duration",
  ],
  addOptions(command) {
    addUnitFilterOptions(command);
    addSuppressOptions(command, "the default ones");
  },
  async table({ cache, flags, signal }) {
    const { withoutSuppressed } = await import("../table/suppress.ts");
    const filters = unitFilters(flags);
    return withoutSuppressed(flags, (suppress) => cache.getUnits({ ...filters, suppress, signal }));
  },
  examples: [
    [
      "ecephys units --where 'ecephys_structure_acronym == \"VISp\" && snr > 2' --format csv",
      "good units of the primary visual cortex, as CSV",
    ],
    ["ecephys units --sort -firing_rate --limit 20", "the twenty units that fire most"],
    [
      "ecephys units --isi-violations-maximum 0.1 --amplitude-cutoff-maximum none",
      "stricter on one metric, no limit on another",
    ],
    ["ecephys units --columns id,snr --out units.tsv", "two columns into a file"],
  ],
});
