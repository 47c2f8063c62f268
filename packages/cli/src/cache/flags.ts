import type { PrunableKind } from "@ecephys/core";
import type { GlobalFlags } from "../options/global-options.ts";
import type { PlaceFlags, SourceFlags } from "../options/source-options.ts";
import type { TransferFlags } from "../options/transfer-options.ts";
import type { ManifestFormat } from "./kinds.ts";

/** Flags of commands that only inspect a cache. */
export interface LocalFlags extends GlobalFlags, PlaceFlags {}

export interface VerifyFlags extends LocalFlags, Pick<TransferFlags, "progress"> {
  readonly deep?: boolean | undefined;
}

export interface RepairFlags extends GlobalFlags, SourceFlags, TransferFlags {
  readonly deep?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

export interface PruneFlags extends LocalFlags {
  readonly kinds?: readonly PrunableKind[] | undefined;
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

export interface ExportFlags extends VerifyFlags {
  readonly format?: ManifestFormat | undefined;
  readonly out?: string | undefined;
}

export interface RefreshFlags extends GlobalFlags, SourceFlags {
  readonly dryRun?: boolean | undefined;
}
