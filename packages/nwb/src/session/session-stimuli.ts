import type { ColumnTable } from "@ecephys/core/arquero";
import type { Ids, OptionNames } from "@ecephys/files";
import { invalidTimesTable } from "../file/invalid-times.ts";
import { checkOptions, checkSignalOptions, SIGNAL_OPTIONS, type SignalOptions } from "../options.ts";
import { readOptogenetics } from "./optogenetics.ts";
import type { SessionData } from "./session-data.ts";
import { interPresentationIntervals, type StimulusEpochOptions, stimulusEpochs } from "./stimulus/epochs.ts";
import type { Parameter } from "./stimulus/parameters.ts";
import {
  namesOf,
  parameterValues,
  presentationTable,
  rowsOfIds,
  rowsOfStimuli,
  type StimulusNames,
  type StimulusTableOptions,
} from "./stimulus/tables.ts";

/** How the values of a stimulus's parameters are listed. */
export interface ParameterValuesOptions extends SignalOptions {
  /** Whether missing values are left out; true by default. With false they are one null at the end. */
  readonly dropNulls?: boolean | undefined;
}

/** Which presentations' parameters are listed, and how. */
export interface PresentationParametersOptions extends ParameterValuesOptions {
  /** All presentations by default. */
  readonly stimulusPresentationIds?: Ids | undefined;
}

const TABLE_OPTIONS: OptionNames<StimulusTableOptions & SignalOptions> = {
  includeDetailedParameters: true,
  includeUnusedParameters: true,
  signal: true,
};
const EPOCH_OPTIONS: OptionNames<StimulusEpochOptions & SignalOptions> = {
  durationThresholds: true,
  signal: true,
};
const VALUES_OPTIONS: OptionNames<ParameterValuesOptions> = { dropNulls: true, ...SIGNAL_OPTIONS };
const PARAMETERS_OPTIONS: OptionNames<PresentationParametersOptions> = {
  stimulusPresentationIds: true,
  ...VALUES_OPTIONS,
};

/** What was presented in a session and when, and which times are invalid. */
export class SessionStimuli {
  private readonly data: SessionData;

  constructor(data: SessionData) {
    this.data = data;
  }

  async numPresentations(options: SignalOptions): Promise<number> {
    checkSignalOptions("numStimulusPresentations", options);
    return (await this.data.presentations(options)).rows;
  }

  async presentations(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("stimulusPresentations", options);
    return this.data.presentationTable(options);
  }

  async conditions(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("stimulusConditions", options);
    return (await this.data.presentations(options)).conditions;
  }

  async names(options: SignalOptions): Promise<string[]> {
    checkSignalOptions("stimulusNames", options);
    return namesOf(await this.data.presentations(options));
  }

  async table(
    stimulusNames: StimulusNames | undefined,
    options: StimulusTableOptions & SignalOptions,
  ): Promise<ColumnTable> {
    const checks = checkOptions("getStimulusTable", options, TABLE_OPTIONS);
    checks.flag("includeDetailedParameters", options.includeDetailedParameters);
    checks.flag("includeUnusedParameters", options.includeUnusedParameters);
    const found = await this.data.presentations(options);
    return presentationTable(found, rowsOfStimuli(found, stimulusNames), options);
  }

  async epochs(options: StimulusEpochOptions & SignalOptions): Promise<ColumnTable> {
    checkOptions("getStimulusEpochs", options, EPOCH_OPTIONS);
    return stimulusEpochs(await this.data.presentations(options), options);
  }

  async parameterValuesForStimulus(
    stimulusName: string,
    options: ParameterValuesOptions,
  ): Promise<Record<string, Parameter[]>> {
    const checks = checkOptions("getParameterValuesForStimulus", options, VALUES_OPTIONS);
    const dropNulls = checks.flag("dropNulls", options.dropNulls) ?? true;
    const name = checks.text("stimulusName", stimulusName);
    const found = await this.data.presentations(options);
    return parameterValues(found, rowsOfStimuli(found, name), dropNulls);
  }

  async parameterValues(options: PresentationParametersOptions): Promise<Record<string, Parameter[]>> {
    const checks = checkOptions("getStimulusParameterValues", options, PARAMETERS_OPTIONS);
    const dropNulls = checks.flag("dropNulls", options.dropNulls) ?? true;
    const found = await this.data.presentations(options);
    return parameterValues(found, rowsOfIds(found, options.stimulusPresentationIds), dropNulls);
  }

  async intervals(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("interPresentationIntervals", options);
    return interPresentationIntervals(await this.data.presentations(options));
  }

  async intervalsForStimulus(stimulusNames: StimulusNames, options: SignalOptions): Promise<ColumnTable> {
    const checks = checkSignalOptions("getInterPresentationIntervalsForStimulus", options);
    const names = checks.required("stimulusNames", stimulusNames, "a list of names");
    const found = await this.data.presentations(options);
    return interPresentationIntervals(found, rowsOfStimuli(found, names));
  }

  async optogenetics(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("optogeneticStimulationEpochs", options);
    return this.optogeneticsTable(options);
  }

  /** The laser pulses, for analyses. */
  optogeneticsTable(options: SignalOptions): Promise<ColumnTable> {
    return this.data.once(
      "optogenetics",
      (signal) => readOptogenetics(this.data.file.until(signal)),
      options,
    );
  }

  async invalidTimes(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("invalidTimes", options);
    return invalidTimesTable(await this.data.invalidIntervals(options));
  }
}
