import type { EcephysProjectApi } from "@ecephys/core";

/** What a source may look at to open itself. */
export interface SourceContext {
  readonly flags: { readonly baseUrl?: string | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A backend that the command line offers under `--source`; what it needs is loaded when it is opened. */
export interface Source {
  readonly summary: string;
  open(context: SourceContext): Promise<EcephysProjectApi>;
}
