import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import type { TransferFlags } from "../options/transfer-options.ts";

/** What to download and how, from the command line; for kinds other than sessions see `KIND_CHOICES`. */
export interface DownloadFlags extends GlobalFlags, SourceFlags, TransferFlags {
  readonly session?: readonly number[] | undefined;
  readonly where?: string | undefined;
  readonly whereUnits?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}
