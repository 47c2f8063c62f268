import { type Table, typed } from "@ecephys/core";
import type { Ids } from "@ecephys/files";
import type {
  InterPresentationIntervalRow,
  PresentationRow,
  StimulusConditionRow,
  StimulusEpochRow,
} from "./row-types.ts";
import type { SessionData } from "./session-data.ts";
import { interPresentationIntervals, type StimulusEpochOptions, stimulusEpochs } from "./stimulus/epochs.ts";
import type { Parameter } from "./stimulus/parameters.ts";
import {
  parameterValues,
  presentationTable,
  rowsOfIds,
  rowsOfStimuli,
  type StimulusNames,
  type StimulusTableOptions,
} from "./stimulus/tables.ts";
import { asked, signalOf, type Waiting } from "./waiting.ts";

/** What was shown in a session. */
export abstract class SessionStimuli {
  protected readonly data: SessionData;

  constructor(data: SessionData) {
    this.data = data;
  }

  /** Masked presentations count. */
  async numStimulusPresentations(options: Waiting = {}): Promise<number> {
    return (await this.data.presentations(options)).rows;
  }

  /**
   * Everything that was shown, in time: `stimulus_presentation_id` (0, 1, …), `stimulus_block` (NaN: between
   * blocks), `start_time`, `stop_time`, `stimulus_name`, parameters in the order in which the file brings them
   * (numbers, arrays or text; notes S1-S4), `duration`, `stimulus_condition_id`. A presentation that touches
   * an invalid time is an "invalid_presentation" with its times only (note S5).
   */
  async stimulusPresentations(options: Waiting = {}): Promise<Table<PresentationRow>> {
    return this.data.once.get(
      "presentation table",
      async () => {
        const found = await this.data.presentations();
        return typed<PresentationRow>(
          presentationTable(found, rowsOfStimuli(found, undefined), { includeUnusedParameters: true }),
        );
      },
      signalOf(options),
    );
  }

  /** Distinct combinations of name and parameters: `stimulus_condition_id`, then those columns, all of them. */
  async stimulusConditions(options: Waiting = {}): Promise<Table<StimulusConditionRow>> {
    return typed<StimulusConditionRow>((await this.data.presentations(options)).conditions);
  }

  /** Names of the stimuli in order of first appearance. */
  async stimulusNames(options: Waiting = {}): Promise<string[]> {
    const names = (await this.data.presentations(options)).columns.get("stimulus_name")!;
    return [...new Set(names as Iterable<string>)];
  }

  /** Presentations of some stimuli (all by default), less the parameters that none of them has. */
  async getStimulusTable(
    stimulusNames?: StimulusNames,
    options: StimulusTableOptions & Waiting = {},
  ): Promise<Table<PresentationRow>> {
    const found = await this.data.presentations(options);
    asked.flag("includeDetailedParameters", options.includeDetailedParameters);
    asked.flag("includeUnusedParameters", options.includeUnusedParameters);
    return typed<PresentationRow>(presentationTable(found, rowsOfStimuli(found, stimulusNames), options));
  }

  /**
   * Stretches of one stimulus block: `start_time`, `stop_time`, `duration`, `stimulus_name`, `stimulus_block`
   * (NaN: between blocks). Without thresholds all of them (note S6).
   */
  async getStimulusEpochs(options: StimulusEpochOptions & Waiting = {}): Promise<Table<StimulusEpochRow>> {
    return typed<StimulusEpochRow>(stimulusEpochs(await this.data.presentations(options), options));
  }

  /** As `getStimulusParameterValues`, of one stimulus. */
  async getParameterValuesForStimulus(
    stimulusName: string,
    options: { readonly dropNulls?: boolean | undefined } & Waiting = {},
  ): Promise<Record<string, Parameter[]>> {
    const found = await this.data.presentations(options);
    return parameterValues(
      found,
      rowsOfStimuli(found, asked.text("stimulusName", stimulusName)),
      asked.flag("dropNulls", options.dropNulls) ?? true,
    );
  }

  /**
   * The distinct values of every parameter in some presentations (all by default), in order of first
   * appearance; missing ones are left out, or come as one null with `dropNulls: false` (note S4).
   */
  async getStimulusParameterValues(
    options: {
      readonly stimulusPresentationIds?: Ids | undefined;
      readonly dropNulls?: boolean | undefined;
    } & Waiting = {},
  ): Promise<Record<string, Parameter[]>> {
    const found = await this.data.presentations(options);
    return parameterValues(
      found,
      rowsOfIds(found, options.stimulusPresentationIds),
      asked.flag("dropNulls", options.dropNulls) ?? true,
    );
  }

  /** `from_presentation_id`, `to_presentation_id`, `interval`: seconds from the one's end to the next's start. */
  async interPresentationIntervals(options: Waiting = {}): Promise<Table<InterPresentationIntervalRow>> {
    return typed<InterPresentationIntervalRow>(
      interPresentationIntervals(await this.data.presentations(options)),
    );
  }

  /** The intervals between presentations that are both of the named stimuli. */
  async getInterPresentationIntervalsForStimulus(
    stimulusNames: StimulusNames,
    options: Waiting = {},
  ): Promise<Table<InterPresentationIntervalRow>> {
    const found = await this.data.presentations(options);
    const names = asked.required("stimulusNames", stimulusNames, "a list of names");
    return typed<InterPresentationIntervalRow>(
      interPresentationIntervals(found, rowsOfStimuli(found, names)),
    );
  }
}
