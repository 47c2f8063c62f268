import type { UnitFilterOptions } from "@ecephys/core";
import type { ColumnTable } from "arquero";
import type { NwbFile } from "../file/nwb-file.ts";
import type { Waiting } from "./waiting.ts";

/** What a session knows beyond its own file; a session opened from a path alone has little of it. */
export interface Surroundings {
  /** Unit filters as the caller gave them. */
  readonly filters: UnitFilterOptions;
  /** The project's annotated channels of this session, which take the place of the file's columns (note S11). */
  channels?(options: Waiting): Promise<ColumnTable>;
  /** Analysis metrics of the session's units; undefined where there are none to be had (note M7). */
  metrics?(options: Waiting): Promise<ColumnTable | undefined>;
  /** Opens a probe's LFP file. @throws an EcephysError "not-found" where there is none (note S19). */
  openLfp(probeId: number, options: Waiting): Promise<NwbFile>;
  /** Tells the user something that is no failure. */
  warn(message: string): void;
}
