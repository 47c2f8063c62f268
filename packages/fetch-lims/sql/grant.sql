-- What @ecephys/fetch-lims reads of LIMS, as a role without a login: exactly these columns, nothing else.
--
--   psql --single-transaction --set=ON_ERROR_STOP=1 --file=grant.sql lims2
--   psql --command="grant ecephys_reader to some_login" lims2
--
-- Run it as the owner of the tables, who must be allowed to create roles, or after an administrator has run
-- "create role ecephys_reader nologin". Running it again changes nothing. A login that is granted the role inherits
-- its rights; limits such as time-outs are set on the login itself (see the page on deploying).

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'ecephys_reader') then
    create role ecephys_reader nologin noinherit nosuperuser nocreatedb nocreaterole noreplication;
  end if;
end
$$;

-- These two need the owner of the database and of the schema; where everybody has the right, nothing is missing.
do $$
begin
  execute format('grant connect on database %I to ecephys_reader', current_database());
  grant usage on schema public to ecephys_reader;
  if not has_database_privilege('ecephys_reader', current_database(), 'connect') then
    raise exception 'ecephys_reader may not connect to this database'
      using hint = format('Have its owner run: grant connect on database %I to ecephys_reader', current_database());
  end if;
  if not has_schema_privilege('ecephys_reader', 'public', 'usage') then
    raise exception 'ecephys_reader may not use the schema public'
      using hint = 'Have its owner run: grant usage on schema public to ecephys_reader';
  end if;
end
$$;

-- Sessions, with the mouse they were recorded from
grant select
  (id, date_of_acquisition, isi_experiment_id, published_at, specimen_id, stimulus_name, habituation, workflow_state)
  on ecephys_sessions to ecephys_reader;
grant select (id, donor_id) on specimens to ecephys_reader;
grant select (id, full_genotype, gender_id, age_id) on donors to ecephys_reader;
grant select (id, name) on genders to ecephys_reader;
grant select (id, days) on ages to ecephys_reader;

-- Probes, channels and the structures that channels lie in
grant select
  (id, ecephys_session_id, name, phase, global_probe_sampling_rate, global_probe_lfp_sampling_rate,
   temporal_subsampling_factor, air_channel_index, surface_channel_index, use_lfp_data, workflow_state)
  on ecephys_probes to ecephys_reader;
grant select
  (id, ecephys_probe_id, local_index, probe_horizontal_position, probe_vertical_position, manual_structure_id,
   anterior_posterior_ccf_coordinate, dorsal_ventral_ccf_coordinate, left_right_ccf_coordinate, valid_data)
  on ecephys_channels to ecephys_reader;
grant select (id, acronym) on structures to ecephys_reader;

-- Units and their analysis metrics
grant select
  (id, ecephys_channel_id, quality, snr, firing_rate, isi_violations, presence_ratio, amplitude_cutoff,
   isolation_distance, l_ratio, d_prime, nn_hit_rate, nn_miss_rate, silhouette_score, max_drift, cumulative_drift,
   epoch_name_quality_metrics, epoch_name_waveform_metrics, duration, halfwidth, "PT_ratio", repolarization_slope,
   recovery_slope, amplitude, spread, velocity_above, velocity_below)
  on ecephys_units to ecephys_reader;
grant select (id, ecephys_unit_id, ecephys_analysis_run_id, data) on ecephys_unit_metric_bundles to ecephys_reader;

-- Which files there are (the web application serves them)
grant select (id, ecephys_session_id, current) on ecephys_analysis_runs to ecephys_reader;
grant select (id, ecephys_analysis_run_id, ecephys_probe_id) on ecephys_analysis_run_probes to ecephys_reader;
grant select (id, attachable_id, attachable_type, well_known_file_type_id) on well_known_files to ecephys_reader;
grant select (id, name) on well_known_file_types to ecephys_reader;
grant select (name, stimulus_namespace_id, well_known_file_id) on stimuli to ecephys_reader;
grant select (id, name) on stimulus_namespaces to ecephys_reader;
