import { limsSql } from "@ecephys/fixtures";
import { type LocalPostgres, startLocalPostgres } from "@ecephys/fixtures/postgres";

const NUMBERS =
  "snr firing_rate isi_violations presence_ratio amplitude_cutoff isolation_distance l_ratio d_prime nn_hit_rate nn_miss_rate silhouette_score max_drift cumulative_drift duration halfwidth repolarization_slope recovery_slope amplitude spread velocity_above velocity_below";

/** A synthetic LIMS of the real one's size: 58 sessions, 332 probes, 123,172 channels, 118,968 units. */
const DATA = `
  select setseed(0.5);
  insert into genders values (1, 'M'), (2, 'F');
  insert into ages values (1, 'P100', 100, false);
  insert into donors select i, 'd' || i, 'wt/wt', 1 + i % 2, 1, null from generate_series(0, 57) i;
  insert into specimens select i, 's' || i, 's' || i, i from generate_series(0, 57) i;
  insert into structures select 200 + i, 'VIS' || i, 'area ' || i from generate_series(0, 15) i;
  insert into ecephys_sessions
    select 715093703 + i * 1000, 'session ' || i, i, 'brain_observatory_1.1', 705968051 + i, '2019-01-19 08:54:18',
      '2019-10-03', false, 'uploaded', false
    from generate_series(0, 57) i;
  insert into ecephys_probes
    select 729445648 + i, 715093703 + (i % 58) * 1000, 'probe' || i % 6, '3a', 29999.96 + i / 1e5, 2499.99 + i / 1e5,
      384, 330, true, 2, 'uploaded'
    from generate_series(0, 331) i;
  insert into ecephys_channels
    select 849705558 + i, 729445648 + i / 371, i % 371, 20 * (1 + i % 371 / 2), (array[43, 11, 59, 27])[1 + i % 4],
      case when i % 10 > 0 then 200 + i / 23 % 16 end, case when i % 10 > 0 then floor(7000 + 1500 * random()) end,
      case when i % 10 > 0 then floor(500 + 3500 * random()) end,
      case when i % 10 > 0 then floor(6000 + 3500 * random()) end, true
    from generate_series(0, 332 * 371 - 1) i;
  insert into ecephys_units (id, ecephys_channel_id, quality, epoch_name_quality_metrics,
      epoch_name_waveform_metrics, "PT_ratio", ${NUMBERS.replaceAll(" ", ", ")})
    select 915956282 + i, 849705558 + floor(random() * 332 * 371)::bigint, 'good', 'complete_session',
      'complete_session', ${Array(22).fill("nullif(round((random() * 100)::numeric, 10), 1)::float8").join(", ")}
    from generate_series(0, 118967) i;
  analyze`;

/** Starts its own server with that database, "lims2". */
export async function startLimsDatabase(): Promise<LocalPostgres> {
  const server = await startLocalPostgres();
  try {
    await server.createDatabase("lims2", limsSql("mini").schema, DATA);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}
