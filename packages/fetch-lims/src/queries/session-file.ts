import type { LimsQuery } from "./query.ts";

/** Ids of the NWB files of a session's current analysis run, of which there should be one. $1 session id. */
export const SESSION_FILE_QUERY: LimsQuery = {
  name: "the NWB file of a session",
  sql: `
    select wkf.id
    from well_known_files wkf
    join well_known_file_types wkft on wkft.id = wkf.well_known_file_type_id
    join ecephys_analysis_runs ear
      on ear.id = wkf.attachable_id and wkf.attachable_type = 'EcephysAnalysisRun'
    where ear.current
      and wkft.name = 'EcephysNwb'
      and ear.ecephys_session_id = $1::bigint
    order by wkf.id`,
};
