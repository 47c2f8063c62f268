import type { SpikeCountType, TimeDomainCallback } from "@ecephys/analysis";
import type { GoldenEntry } from "@ecephys/fixtures";
import type { EcephysSession } from "@ecephys/nwb";
import { openSession } from "@ecephys/nwb/node";
import { type ColumnTable, table } from "arquero";
import type { Rules } from "../compare/index.ts";
import { type Call, defineHandlers, type GroupHandlers } from "../harness.ts";
import { tableOutcome, valueOutcome } from "../outcome.ts";
import { openGroupSession, openStreamedSession, type SessionTestContext } from "../sessions/context.ts";
import { spikeSummary, unitDigest, waveformSummary } from "../sessions/digests.ts";

type Ask<Answer> = (session: EcephysSession, entry: GoldenEntry) => Promise<Answer>;
type Ids = number | readonly number[] | undefined;

const asTable = (ask: Ask<ColumnTable | undefined>): Call<SessionTestContext> => {
  return async ({ session }, entry) => {
    const found = await ask(session, entry);
    return found === undefined ? { kind: "none" } : tableOutcome(found);
  };
};

const asValue = (ask: Ask<unknown>): Call<SessionTestContext> => {
  return async ({ session }, entry) => valueOutcome(await ask(session, entry));
};

const CALLS: Readonly<Record<string, Call<SessionTestContext>>> = {
  session: asValue((session) => session.ecephysSessionId()),
  get_session_data: asValue((session) => session.ecephysSessionId()),
  ecephys_session_id: asValue((session) => session.ecephysSessionId()),
  session_start_time: asValue((session) => session.sessionStartTime()),
  specimen_name: asValue((session) => session.specimenName()),
  age_in_days: asValue((session) => session.ageInDays()),
  sex: asValue((session) => session.sex()),
  full_genotype: asValue((session) => session.fullGenotype()),
  session_type: asValue((session) => session.sessionType()),
  rig_equipment_name: asValue((session) => session.rigEquipmentName()),
  rig_geometry_data: asTable((session) => session.rigGeometryData()),
  num_units: asValue((session) => session.numUnits()),
  num_probes: asValue((session) => session.numProbes()),
  num_channels: asValue((session) => session.numChannels()),
  num_stimulus_presentations: asValue((session) => session.numStimulusPresentations()),
  stimulus_names: asValue((session) => session.stimulusNames()),
  structure_acronyms: asValue((session) => session.structureAcronyms()),
  structurewise_unit_counts: asTable(async (session) => countsTable(await session.structurewiseUnitCounts())),
  metadata: asValue((session) => session.metadata()),
  "api.get_metadata": asValue((session) => session.subjectMetadata()),
  probes: asTable((session) => session.probes()),
  channels: asTable((session) => session.channels()),
  units: asTable((session) => session.units()),
  stimulus_presentations: asTable((session) => session.stimulusPresentations()),
  stimulus_conditions: asTable((session) => session.stimulusConditions()),
  inter_presentation_intervals: asTable((session) => session.interPresentationIntervals()),
  get_inter_presentation_intervals_for_stimulus: asTable((session, { args }) =>
    session.getInterPresentationIntervalsForStimulus(args.stimulus_names as string | string[]),
  ),
  invalid_times: asTable((session) => session.invalidTimes()),
  get_invalid_times: asTable((session) => session.invalidTimes()),
  running_speed: asTable((session) => session.runningSpeed()),
  "api.get_running_speed": asTable((session, { args }) =>
    session.runningSpeed({ includeRotation: args.include_rotation === true }),
  ),
  "api.get_raw_running_data": asTable((session) => session.rawRunningData()),
  optogenetic_stimulation_epochs: asTable((session) => session.optogeneticStimulationEpochs()),
  get_pupil_data: asTable((session) => session.getPupilData()),
  get_screen_gaze_data: asTable((session, { args }) =>
    session.getScreenGazeData({ includeFilteredData: args.include_filtered_data === true }),
  ),
  get_stimulus_table: asTable((session, { args }) =>
    session.getStimulusTable(args.stimulus_names as string | string[] | undefined, {
      includeDetailedParameters: args.include_detailed_parameters === true,
      includeUnusedParameters: args.include_unused_parameters === true,
    }),
  ),
  get_stimulus_epochs: asTable((session, { args }) =>
    session.getStimulusEpochs({
      durationThresholds: args.duration_thresholds as Record<string, number> | undefined,
    }),
  ),
  get_parameter_values_for_stimulus: asValue((session, { args }) =>
    session.getParameterValuesForStimulus(String(args.stimulus_name), {
      dropNulls: args.drop_nulls !== false,
    }),
  ),
  get_stimulus_parameter_values: asValue((session, { args }) =>
    session.getStimulusParameterValues({
      stimulusPresentationIds: args.stimulus_presentation_ids as Ids,
      dropNulls: args.drop_nulls !== false,
    }),
  ),
  channel_structure_intervals: asValue(async (session, { args }) => {
    const { labels, intervals } = await session.channelStructureIntervals(args.channel_ids as number[]);
    return [labels, intervals];
  }),
  spike_times: asValue(async (session, entry) =>
    unitDigest(entry, await session.spikeTimes(), spikeSummary, ({ length }) => length),
  ),
  spike_amplitudes: asValue(async (session, entry) =>
    unitDigest(entry, await session.spikeAmplitudes(), spikeSummary, ({ length }) => length),
  ),
  mean_waveforms: async ({ session }, entry) => {
    const { unit_id: unitId } = entry.args;
    const found = await session.meanWaveforms({ unitIds: unitId as Ids });
    if (unitId !== undefined) return { kind: "dataarray", array: found.get(Number(unitId))! };
    return valueOutcome(unitDigest(entry, found, waveformSummary, ({ shape }) => shape));
  },
  presentationwise_spike_counts: async ({ session }, { args }) => ({
    kind: "dataarray",
    array: await session.presentationwiseSpikeCounts({
      binEdges: numbers(args.bin_edges),
      ...selection(args),
      binarize: args.binarize === true,
      dtype: args.dtype as SpikeCountType | undefined,
      largeBinSizeThreshold: args.large_bin_size_threshold as number | undefined,
      timeDomainCallback: callback(args.time_domain_callback),
    }),
  }),
  presentationwise_spike_times: asTable((session, { args }) =>
    session.presentationwiseSpikeTimes(selection(args)),
  ),
  conditionwise_spike_statistics: asTable((session, { args }) =>
    session.conditionwiseSpikeStatistics({ ...selection(args), useRates: args.use_rates === true }),
  ),
  get_lfp: async ({ session }, { args }) => {
    const maskInvalidIntervals = args.mask_invalid_intervals !== false;
    const lfp = await session.getLfp(Number(args.probe_id), { maskInvalidIntervals });
    return { kind: "dataarray", array: await lfp.load() };
  },
  get_current_source_density: async ({ session }, { args }) => ({
    kind: "dataarray",
    array: await session.getCurrentSourceDensity(Number(args.probe_id)),
  }),
  from_nwb_path: async (_, { args }) => {
    await openSession(String(args.path));
    return { kind: "none" };
  },
};

const HANDLERS: GroupHandlers<SessionTestContext> = {
  covers: (_, group) => group.startsWith("session-"),
  open: openGroupSession,
  close: (context) => context.close(),
  calls: CALLS,
  rules: sessionRules,
};

/** All methods of a session: through a cache with and without filters, and from a path. */
export const sessionGroups = defineHandlers(HANDLERS);

/** The same of files that are read from a server in parts. */
export const streamedGroups = defineHandlers({ ...HANDLERS, open: openStreamedSession });

/** Parameters may be text in AllenSDK's tables, and lists of values are sets (note S1). */
function sessionRules({ method }: GoldenEntry): Rules {
  if (method === "units") return { isOrdered: true, extraColumns: "any" };
  if (/parameter_values/.test(method)) return { hasNumericText: true, listsAreSets: true };
  if (/^(?:structure_acronyms|metadata)$/.test(method)) return { listsAreSets: true };
  if (method === "presentationwise_spike_times") return { isOrdered: true };
  if (method === "get_stimulus_epochs") return { isOrdered: true, keys: [] };
  if (method === "conditionwise_spike_statistics") return { isOrdered: true };
  if (method === "mean_waveforms") return { relative: { sum: 1e-6 } };
  return /^(?:stimulus_|get_stimulus_)/.test(method) ? { hasNumericText: true } : {};
}

function countsTable(counts: ColumnTable): ColumnTable {
  return table({
    structure: counts.array("ecephys_structure_acronym") as string[],
    ecephys_structure_acronym: counts.array("unit_count") as Float64Array,
  });
}

function selection(args: GoldenEntry["args"]) {
  return {
    stimulusPresentationIds: (args.stimulus_presentation_ids ?? undefined) as Ids,
    unitIds: (args.unit_ids ?? undefined) as Ids,
  };
}

function numbers(value: unknown): number[] {
  const list = Array.isArray(value) ? value : (value as { data: ArrayLike<number> }).data;
  return Array.from(list as ArrayLike<number>);
}

/** "domain + 0.01": adds to every time. */
function callback(value: unknown): TimeDomainCallback | undefined {
  const text = (value as { callable?: string } | undefined)?.callable;
  if (text === undefined) return undefined;
  const added = Number(/domain \+ (\S+)/.exec(text)?.[1]);
  return (domain) => domain.map((time) => time + added);
}
