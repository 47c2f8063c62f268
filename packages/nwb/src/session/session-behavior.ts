import type { ColumnTable } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { checkOptions, checkSignalOptions, type SignalOptions } from "../options.ts";
import { RUNNING_SPEED } from "./allen-layout.ts";
import { readPupilData, readScreenGaze } from "./eye-tracking.ts";
import { readLabRunningSpeed, readRawRunning, readRunningSpeed } from "./running.ts";
import type { SessionData } from "./session-data.ts";

/** Which columns the running speed has. */
export interface RunningSpeedOptions extends SignalOptions {
  /** Whether to add `net_rotation`; false by default. */
  readonly includeRotation?: boolean | undefined;
}

/** Which columns the gaze on the screen has. */
export interface ScreenGazeOptions extends SignalOptions {
  /** Whether to add the filtered columns, in which blinks are NaN; false by default. */
  readonly includeFilteredData?: boolean | undefined;
}

const RUNNING_OPTIONS: OptionNames<RunningSpeedOptions> = { includeRotation: true, signal: true };
const GAZE_OPTIONS: OptionNames<ScreenGazeOptions> = { includeFilteredData: true, signal: true };

/** Running and gaze, and the rig that recorded them. */
export class SessionBehavior {
  private readonly data: SessionData;

  constructor(data: SessionData) {
    this.data = data;
  }

  async runningSpeed(options: RunningSpeedOptions): Promise<ColumnTable> {
    const checks = checkOptions("runningSpeed", options, RUNNING_OPTIONS);
    const rotation = checks.flag("includeRotation", options.includeRotation) ?? false;
    return this.data.once(
      `running ${rotation}`,
      async (signal) => {
        const file = this.data.file.until(signal);
        if (await file.group(RUNNING_SPEED)) return readRunningSpeed(file, rotation);
        return (await readLabRunningSpeed(file, this.data.otherLab)) ?? readRunningSpeed(file, rotation);
      },
      options,
    );
  }

  async rawRunning(options: SignalOptions): Promise<ColumnTable> {
    checkSignalOptions("rawRunningData", options);
    return this.data.once("raw running", (signal) => readRawRunning(this.data.file.until(signal)), options);
  }

  async pupil(options: SignalOptions): Promise<ColumnTable | undefined> {
    checkSignalOptions("getPupilData", options);
    return this.data.once("pupil", (signal) => readPupilData(this.data.file.until(signal)), options);
  }

  async screenGaze(options: ScreenGazeOptions): Promise<ColumnTable | undefined> {
    const checks = checkOptions("getScreenGazeData", options, GAZE_OPTIONS);
    const filtered = checks.flag("includeFilteredData", options.includeFilteredData) ?? false;
    return this.data.once(
      `gaze ${filtered}`,
      (signal) => readScreenGaze(this.data.file.until(signal), filtered),
      options,
    );
  }

  async rigGeometry(options: SignalOptions): Promise<ColumnTable | undefined> {
    checkSignalOptions("rigGeometryData", options);
    return (await this.data.rig(options))?.geometry;
  }

  async rigEquipment(options: SignalOptions): Promise<string | undefined> {
    checkSignalOptions("rigEquipmentName", options);
    return (await this.data.rig(options))?.equipment;
  }
}
