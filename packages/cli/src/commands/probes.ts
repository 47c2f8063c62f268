import { addSuppressOptions, type SuppressFlags } from "../options/suppress-options.ts";
import { tableCommand } from "../table-command.ts";

export const probes = tableCommand<SuppressFlags>({
  name: "probes",
  summary: "one row per probe",
  description:
    "The probes of all sessions: name, phase, sampling rates in Hz, numbers of units and channels, the structures along the probe, and the columns of its session.",
  overview: [
    "id",
    "ecephys_session_id",
    "name",
    "session_type",
    "unit_count",
    "channel_count",
    "sampling_rate",
    "lfp_sampling_rate",
    "has_lfp_data",
  ],
  addOptions: (command) => addSuppressOptions(command, "the default ones"),
  async table({ cache, flags, signal }) {
    const { withoutSuppressed } = await import("../table/suppress.ts");
    return withoutSuppressed(flags, (suppress) => cache.getProbes({ suppress, signal }));
  },
  examples: [
    ["ecephys probes --where 'ecephys_session_id == 715093703'", "the probes of one session"],
    ["ecephys probes --where '!has_lfp_data' --columns id,name --format csv", "probes without LFP, as CSV"],
  ],
});
