import type { LimsQuery } from "./query.ts";

/**
 * Units' bundles of analysis metrics (JSON) from current analysis runs, of probes and sessions that have not failed
 * and are no habituation ([note L1](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l1)). $1 unit ids, $2 session ids, $3 session types.
 */
export const UNIT_ANALYSIS_METRICS_QUERY: LimsQuery = {
  name: "unit analysis metrics",
  sql: `
    select
      eumb.ecephys_unit_id,
      eumb.data
    from ecephys_unit_metric_bundles eumb
    join ecephys_analysis_runs ear on ear.id = eumb.ecephys_analysis_run_id
    join ecephys_units eu on eu.id = eumb.ecephys_unit_id
    join ecephys_channels ec on ec.id = eu.ecephys_channel_id
    join ecephys_probes ep on ep.id = ec.ecephys_probe_id
    join ecephys_sessions es on es.id = ep.ecephys_session_id
    where ear.current
      and not es.habituation
      and es.workflow_state != 'failed'
      and ep.workflow_state != 'failed'
      and ($1::bigint[] is null or eumb.ecephys_unit_id = any ($1))
      and ($2::bigint[] is null or es.id = any ($2))
      and ($3::text[] is null or es.stimulus_name = any ($3))
    order by eumb.ecephys_unit_id, eumb.id`,
};
