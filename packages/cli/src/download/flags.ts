import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import type { TransferFlags } from "../options/transfer-options.ts";

/** What is to be downloaded and how, as given on the command line. */
export interface DownloadFlags extends GlobalFlags, SourceFlags, TransferFlags {
  readonly session?: readonly number[] | undefined;
  readonly where?: string | undefined;
  readonly whereUnits?: string | undefined;
  readonly lfp?: boolean | undefined;
  readonly probe?: readonly number[] | undefined;
  readonly metrics?: boolean | undefined;
  readonly sessionType?: readonly string[] | undefined;
  readonly movie?: readonly number[] | undefined;
  readonly scene?: readonly number[] | undefined;
  readonly tables?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}
