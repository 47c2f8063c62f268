import * as analysis from "@ecephys/analysis";
import { STIMULUS_ANALYSIS_OPTIONS, STIMULUS_METRICS_OPTIONS } from "@ecephys/analysis/internal";
import type { Table } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, EcephysError, isEcephysError, type OptionNames } from "@ecephys/files";
import { counted } from "../file/warnings.ts";
import { checkOptions, SIGNAL_OPTIONS, type SignalOptions } from "../options.ts";
import type { SessionBehavior } from "./session-behavior.ts";
import type { SessionData } from "./session-data.ts";
import type { SessionSpikes } from "./session-spikes.ts";

/** Values of columns of `units()`, each one value or several. */
export type UnitFilter = Readonly<
  Record<string, string | number | boolean | readonly (string | number | boolean)[]>
>;

/** Which units and which stimulus are analysed. */
export interface SessionStimulusOptions extends analysis.StimulusAnalysisOptions, SignalOptions {
  /** Only units with these values in columns of `units()`: `{ probe_description: "probeC" }`. */
  readonly unitFilter?: UnitFilter | undefined;
}

const OPTIONS: OptionNames<SessionStimulusOptions> = {
  ...STIMULUS_ANALYSIS_OPTIONS,
  ...SIGNAL_OPTIONS,
  unitFilter: true,
};

/** The analyses by the methods of a session. */
const ANALYSES = {
  driftingGratings: analysis.driftingGratings,
  staticGratings: analysis.staticGratings,
  naturalScenes: analysis.naturalScenes,
  naturalMovies: analysis.naturalMovies,
  flashes: analysis.flashes,
  receptiveFieldMapping: analysis.receptiveFieldMapping,
  dotMotion: analysis.dotMotion,
};

type StimulusMethod = keyof typeof ANALYSES;

/** Numbers of natural movies, as words in names of stimuli. */
const MOVIES: Readonly<Record<number, string>> = { 1: "one", 3: "three" };

/** Units whose spikes are read before they are asked for: as many as are read at once. */
const READ_EARLY = 48;

/** Analyses of the session's stimuli: presentations are read at once, spikes when they are needed. */
export class SessionStimulusAnalyses {
  private readonly data: SessionData;
  private readonly spikes: SessionSpikes;
  private readonly behavior: SessionBehavior;

  constructor(data: SessionData, spikes: SessionSpikes, behavior: SessionBehavior) {
    this.data = data;
    this.spikes = spikes;
    this.behavior = behavior;
  }

  /** Checks the options, reads what the analysis needs, and makes it. */
  async open<Method extends StimulusMethod>(
    method: Method,
    options: SessionStimulusOptions,
  ): Promise<ReturnType<(typeof ANALYSES)[Method]>> {
    checkOptions(method, options, OPTIONS);
    const { unitFilter, signal, ...own } = options;
    const unitIds = await this.unitIds(method, own.unitIds, unitFilter, { signal });
    const make = ANALYSES[method] as (
      data: analysis.StimulusData,
      own: analysis.StimulusAnalysisOptions,
    ) => ReturnType<(typeof ANALYSES)[Method]>;
    return make(await this.stimulusData({ signal }), { ...own, unitIds });
  }

  async naturalMovies(
    number: number | undefined,
    options: SessionStimulusOptions,
  ): Promise<analysis.StimulusAnalysis<"natural_movies">> {
    const method = "naturalMovies";
    if (number === undefined) return this.open(method, options);
    const word = MOVIES[number];
    if (word === undefined)
      throw argumentChecks(`Calling ${method}`).refusal(
        "the movie",
        number,
        "1 or 3",
        "Give the movie's number",
      );
    checkOptions(method, options, OPTIONS);
    const named = options.stimulusKey ?? (await this.movieName(word, number, options));
    return this.open(method, { ...options, stimulusKey: named });
  }

  async stimulusMetrics(
    options: analysis.StimulusMetricsOptions,
  ): Promise<Table<analysis.StimulusMetricsRow>> {
    checkOptions("stimulusMetrics", options, STIMULUS_METRICS_OPTIONS);
    const { signal } = options;
    const unitIds = await this.unitIds("stimulusMetrics", options.unitIds, undefined, { signal });
    const reading = this.stimulusData({ signal });
    // The file is read for the first units while presentations are put in order.
    const early = this.spikes.read("spike_times", { unitIds: unitIds.slice(0, READ_EARLY), signal });
    early.catch(() => {});
    return analysis.stimulusMetrics(await reading, { ...options, unitIds });
  }

  private async stimulusData(options: SignalOptions): Promise<analysis.StimulusData> {
    const [presentations, found, units] = await Promise.all([
      this.data.presentationTable(options),
      this.data.presentations(options),
      this.data.units(options),
    ]);
    return {
      presentations,
      conditions: found.conditions,
      spikeTimes: {
        unitIds: Array.from(units.array("unit_id") as Float64Array),
        read: (unitIds, { signal }) => this.spikes.read("spike_times", { unitIds, signal }),
      },
      runningSpeed: () => this.running(),
      warn: this.data.resources.warn,
    };
  }

  /** The running speed; undefined where the file has none. */
  private async running(): Promise<ColumnTable | undefined> {
    try {
      return await this.behavior.runningSpeed({});
    } catch (error) {
      if (isEcephysError(error, "not-found")) return undefined;
      throw error;
    }
  }

  private async movieName(word: string, number: number, options: SignalOptions): Promise<string> {
    const found = await this.data.presentations(options);
    const names = new Set(found.columns.get("stimulus_name") as Iterable<unknown>);
    const base = [`natural_movie_${word}`, `natural_movie_${number}`];
    const name = base.flatMap((one) => [one, `${one}_more_repeats`]).find((one) => names.has(one));
    if (name !== undefined) return name;
    throw new EcephysError("not-found", {
      action: "Calling naturalMovies",
      resource: `natural movie ${number}`,
      reason: "the session does not show it",
      remedy: "stimulusNames() lists what it shows",
    });
  }

  /** @throws an EcephysError "not-found" where no unit passes, "argument" for columns that units do not have. */
  private async unitIds(
    method: string,
    wanted: SessionStimulusOptions["unitIds"],
    filter: UnitFilter | undefined,
    options: SignalOptions,
  ): Promise<readonly number[]> {
    const checks = argumentChecks(`Calling ${method}`);
    const units = await this.data.units(options);
    const all = Array.from(units.array("unit_id") as Float64Array);
    const ids = checks.ids("unitIds", wanted) ?? all;
    if (filter === undefined) return ids;
    checks.options(filter, "unitFilter");
    const passing = new Set(all);
    for (const [name, value] of Object.entries(filter)) {
      if (!units.columnNames().includes(name)) {
        const remedy = `They have: ${units.columnNames().join(", ")}`;
        throw checks.refusal("unitFilter", name, "a column of the session's units", remedy);
      }
      const values = new Set<unknown>(Array.isArray(value) ? value : [value]);
      const column = units.array(name) as ArrayLike<unknown>;
      for (const [row, id] of all.entries()) if (!values.has(column[row])) passing.delete(id);
    }
    const found = ids.filter((id) => passing.has(id));
    if (found.length > 0) return found;
    throw new EcephysError("not-found", {
      action: `Calling ${method}`,
      resource: "the units of the unitFilter",
      reason: `none of ${counted(ids.length, "unit")} has these values`,
      remedy: "units() has the columns and their values",
    });
  }
}
