import { addSuppressOptions, type SuppressFlags } from "../options/suppress-options.ts";
import { tableCommand } from "../table-command.ts";

export const channels = tableCommand<SuppressFlags>({
  name: "channels",
  summary: "one row per channel",
  description:
    "The channels of all probes: position on the probe and in the common coordinate framework in µm, structure, number of units, and the columns of its probe and session.",
  overview: [
    "id",
    "ecephys_probe_id",
    "local_index",
    "ecephys_structure_acronym",
    "unit_count",
    "anterior_posterior_ccf_coordinate",
    "dorsal_ventral_ccf_coordinate",
    "left_right_ccf_coordinate",
  ],
  addOptions: (command) => addSuppressOptions(command, "the default ones"),
  async table({ cache, flags, signal }) {
    const { withoutSuppressed } = await import("../table/suppress.ts");
    return withoutSuppressed(flags, (suppress) => cache.getChannels({ suppress, signal }));
  },
  examples: [
    [
      "ecephys channels --where 'ecephys_structure_acronym == \"CA1\" && unit_count > 0'",
      "channels in CA1 with units",
    ],
    ["ecephys channels --where 'ecephys_structure_acronym == null'", "channels outside the brain"],
    ["ecephys channels --out channels.arrow", "all channels as an Arrow file"],
  ],
});
