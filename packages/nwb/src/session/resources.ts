import type { CorrectionId, UnitFilterOptions } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import type { NwbFile } from "../file/nwb-file.ts";
import type { SignalOptions } from "../options.ts";

/** What a session reads beyond its own file; a session opened from a path alone has little of it. */
export interface SessionResources {
  /** Unit filters as the caller gave them. */
  readonly filters: UnitFilterOptions;
  /** The known faults of the released data that are put right. */
  readonly corrections: ReadonlySet<CorrectionId>;
  /** The session's row of the project's table. */
  session?(options: SignalOptions): Promise<Readonly<Record<string, unknown>>>;
  /** The project's annotated channels of this session: their structures and coordinates replace the file's. */
  channels?(options: SignalOptions): Promise<ColumnTable>;
  /** Analysis metrics of the session's units; undefined where they can be neither read nor fetched. */
  metrics?(options: SignalOptions): Promise<ColumnTable | undefined>;
  /** Opens a probe's LFP file. @throws an EcephysError "not-found" where there is none. */
  openLfp(probeId: number, options: SignalOptions): Promise<NwbFile>;
  /** Called with warnings for the user. */
  warn(message: string): void;
}
