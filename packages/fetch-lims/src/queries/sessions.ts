import { SESSIONS } from "@ecephys/core";
import type { LimsTableQuery } from "./query.ts";

/**
 * Sessions with their mouse, and whether the current analysis run has an NWB file. Not habituation, not failed.
 * $1 session ids, $2 published on or before. A donor without genotype is a wild type.
 */
export const SESSIONS_QUERY: LimsTableQuery = {
  name: "sessions",
  schema: SESSIONS,
  sql: `
    select
      es.id,
      es.date_of_acquisition,
      es.isi_experiment_id,
      es.published_at,
      es.specimen_id,
      es.stimulus_name as session_type,
      ages.days as age_in_days,
      gd.name as sex,
      coalesce(dn.full_genotype, 'wt') as genotype,
      exists (
        select 1
        from ecephys_analysis_runs ear
        join well_known_files wkf
          on wkf.attachable_id = ear.id and wkf.attachable_type = 'EcephysAnalysisRun'
        join well_known_file_types wkft on wkft.id = wkf.well_known_file_type_id
        where ear.ecephys_session_id = es.id and ear.current and wkft.name = 'EcephysNwb'
      ) as has_nwb
    from ecephys_sessions es
    join specimens sp on sp.id = es.specimen_id
    join donors dn on dn.id = sp.donor_id
    join genders gd on gd.id = dn.gender_id
    join ages on ages.id = dn.age_id
    where not es.habituation
      and es.workflow_state != 'failed'
      and ($1::bigint[] is null or es.id = any ($1))
      and ($2::timestamp is null or es.published_at <= $2)
    order by es.id`,
};
