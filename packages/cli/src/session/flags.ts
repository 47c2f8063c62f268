import type { SpikeFlags } from "../options/session-options.ts";

/** The flags of `ecephys session`. */
export interface SessionFlags extends SpikeFlags {
  readonly stimulus?: string | undefined;
  readonly probe?: number | undefined;
  readonly lfpFile?: string | undefined;
  readonly channel?: readonly number[] | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly scaled?: boolean | undefined;
  readonly bin?: number | undefined;
  readonly lag?: number | undefined;
  readonly intervals?: string | undefined;
  readonly filtered?: boolean | undefined;
}
