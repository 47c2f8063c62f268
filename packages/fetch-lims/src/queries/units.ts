import { UNITS } from "@ecephys/core";
import type { LimsTableQuery } from "./query.ts";

/**
 * Sorted units on valid channels, of probes and sessions that have not failed and are no habituation.
 * $1 unit ids, $2 channel ids, $3 probe ids, $4 session ids, $5 published on or before.
 */
export const UNITS_QUERY: LimsTableQuery = {
  name: "units",
  schema: UNITS,
  sql: `
    select
      eu.id,
      eu."PT_ratio",
      eu.amplitude,
      eu.amplitude_cutoff,
      eu.cumulative_drift,
      eu.d_prime,
      eu.duration,
      eu.ecephys_channel_id,
      eu.epoch_name_quality_metrics,
      eu.epoch_name_waveform_metrics,
      eu.firing_rate,
      eu.halfwidth,
      eu.isi_violations,
      eu.isolation_distance,
      eu.l_ratio,
      eu.max_drift,
      eu.nn_hit_rate,
      eu.nn_miss_rate,
      eu.presence_ratio,
      eu.quality,
      eu.recovery_slope,
      eu.repolarization_slope,
      eu.silhouette_score,
      eu.snr,
      eu.spread,
      eu.velocity_above,
      eu.velocity_below
    from ecephys_units eu
    join ecephys_channels ec on ec.id = eu.ecephys_channel_id
    join ecephys_probes ep on ep.id = ec.ecephys_probe_id
    join ecephys_sessions es on es.id = ep.ecephys_session_id
    where not es.habituation
      and es.workflow_state != 'failed'
      and ep.workflow_state != 'failed'
      and ec.valid_data
      and ($1::bigint[] is null or eu.id = any ($1))
      and ($2::bigint[] is null or ec.id = any ($2))
      and ($3::bigint[] is null or ep.id = any ($3))
      and ($4::bigint[] is null or es.id = any ($4))
      and ($5::timestamp is null or es.published_at <= $5)
    order by eu.id`,
};
