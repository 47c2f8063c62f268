import type { GlobalFlags } from "../options/global-options.ts";
import type { PlaceFlags } from "../options/source-options.ts";

/** What to serve and to whom, from the command line. */
export interface ServeFlags extends GlobalFlags, PlaceFlags {
  readonly from?: readonly string[] | undefined;
  readonly offline?: boolean | undefined;
  readonly port: number;
  readonly allowOrigin?: readonly string[] | undefined;
  readonly token?: string | undefined;
  readonly followLinks?: boolean | undefined;
}
