import { PROBES } from "@ecephys/core";
import type { LimsTableQuery } from "./query.ts";

/**
 * Probes that have not failed, of sessions that are neither habituation nor failed.
 * $1 probe ids, $2 session ids, $3 published on or before.
 */
export const PROBES_QUERY: LimsTableQuery = {
  name: "probes",
  schema: PROBES,
  sql: `
    select
      ep.id,
      ep.air_channel_index,
      ep.ecephys_session_id,
      ep.global_probe_lfp_sampling_rate as lfp_sampling_rate,
      ep.temporal_subsampling_factor as lfp_temporal_subsampling_factor,
      ep.name,
      ep.phase,
      ep.global_probe_sampling_rate as sampling_rate,
      ep.surface_channel_index,
      ep.use_lfp_data as has_lfp_data
    from ecephys_probes ep
    join ecephys_sessions es on es.id = ep.ecephys_session_id
    where not es.habituation
      and es.workflow_state != 'failed'
      and ep.workflow_state != 'failed'
      and ($1::bigint[] is null or ep.id = any ($1))
      and ($2::bigint[] is null or es.id = any ($2))
      and ($3::timestamp is null or es.published_at <= $3)
    order by ep.id`,
};
