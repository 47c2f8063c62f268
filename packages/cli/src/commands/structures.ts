import { addUnitFilterOptions, type UnitFilterFlags, unitFilters } from "../options/unit-filter-options.ts";
import { tableCommand } from "../table-command.ts";

export const structures = tableCommand<UnitFilterFlags>({
  name: "structures",
  summary: "units, channels, probes and sessions per brain structure",
  description:
    "The brain structures that were recorded from, with the numbers of their units (that pass the filters), channels, probes and sessions. The row without an acronym is for everything outside the brain.",
  overview: ["ecephys_structure_acronym", "unit_count", "channel_count", "probe_count", "session_count"],
  addOptions: addUnitFilterOptions,
  async table({ cache, flags, signal }) {
    const { countPerStructure } = await import("../table/structures.ts");
    const channels = await cache.getChannels({ signal });
    return countPerStructure(channels, await cache.getUnits({ ...unitFilters(flags), signal }));
  },
  examples: [
    ["ecephys structures", "all structures, those with the most units first"],
    ["ecephys structures --where 'startswith(ecephys_structure_acronym, \"VIS\")'", "visual areas"],
    ["ecephys structures --sort ecephys_structure_acronym --format csv", "by name, as CSV"],
  ],
});
