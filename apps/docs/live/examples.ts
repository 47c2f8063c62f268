/** What the live page offers to run. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  "Units per structure": `const units = await cache.getUnits();
return units
  .groupby("ecephys_structure_acronym")
  .rollup({
    units: aq.op.count(),
    mean_firing_rate: aq.op.mean("firing_rate"),
  })
  .orderby(aq.desc("units"));`,
  Sessions: `return cache.getSessionTable();`,
  "Clean units of the visual cortex": `const units = await cache.getUnits({
  isiViolationsMaximum: 0.1,
  amplitudeCutoffMaximum: 0.05,
});
return units
  .filter((d) => aq.op.startswith(d.ecephys_structure_acronym, "VIS"))
  .filter((d) => d.snr > 2)
  .select("id", "ecephys_structure_acronym", "snr", "firing_rate", "genotype");`,
  "Channels per probe and structure": `const channels = await cache.getChannels();
return channels
  .groupby("ecephys_probe_id", "ecephys_structure_acronym")
  .count();`,
  "Direction selectivity": `const type = "brain_observatory_1.1";
const metrics = await cache.getUnitAnalysisMetricsBySessionType(type);
return metrics
  .select("ecephys_unit_id", "ecephys_structure_acronym", "g_dsi_dg", "pref_ori_dg")
  .orderby(aq.desc("g_dsi_dg"));`,
};
