import { fixedSource } from "./fixed.ts";
import { limsSource } from "./lims.ts";
import type { Source } from "./source.ts";
import { warehouseSource } from "./warehouse.ts";

/** The backends by the name that `--source` takes. */
export const SOURCES: Readonly<Record<string, Source>> = {
  warehouse: warehouseSource,
  lims: limsSource,
  fixed: fixedSource,
};
