import { CHANNELS } from "@ecephys/core";
import type { LimsTableQuery } from "./query.ts";

/**
 * Channels with valid data, of probes and sessions that have not failed and are no habituation.
 * $1 channel ids, $2 probe ids, $3 session ids, $4 published on or before.
 */
export const CHANNELS_QUERY: LimsTableQuery = {
  name: "channels",
  schema: CHANNELS,
  sql: `
    select
      ec.id,
      ec.ecephys_probe_id,
      ec.local_index,
      ec.probe_horizontal_position,
      ec.probe_vertical_position,
      ec.anterior_posterior_ccf_coordinate,
      ec.dorsal_ventral_ccf_coordinate,
      ec.left_right_ccf_coordinate,
      ec.manual_structure_id as ecephys_structure_id,
      st.acronym as ecephys_structure_acronym
    from ecephys_channels ec
    join ecephys_probes ep on ep.id = ec.ecephys_probe_id
    join ecephys_sessions es on es.id = ep.ecephys_session_id
    left join structures st on st.id = ec.manual_structure_id
    where not es.habituation
      and es.workflow_state != 'failed'
      and ep.workflow_state != 'failed'
      and ec.valid_data
      and ($1::bigint[] is null or ec.id = any ($1))
      and ($2::bigint[] is null or ep.id = any ($2))
      and ($3::bigint[] is null or es.id = any ($3))
      and ($4::timestamp is null or es.published_at <= $4)
    order by ec.id`,
};
