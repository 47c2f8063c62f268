import type { LimsQuery } from "./query.ts";

/** Ids of the LFP NWB files of a probe in its current analysis run, of which there should be one. $1 probe id. */
export const LFP_FILE_QUERY: LimsQuery = {
  name: "the LFP file of a probe",
  sql: `
    select wkf.id
    from well_known_files wkf
    join well_known_file_types wkft on wkft.id = wkf.well_known_file_type_id
    join ecephys_analysis_run_probes earp
      on earp.id = wkf.attachable_id and wkf.attachable_type = 'EcephysAnalysisRunProbe'
    join ecephys_analysis_runs ear on ear.id = earp.ecephys_analysis_run_id
    where ear.current
      and wkft.name ~ 'EcephysLfpNwb'
      and earp.ecephys_probe_id = $1::bigint
    order by wkf.id`,
};
