import { fixedSource } from "./fixed.ts";
import { limsSource } from "./lims.ts";
import { publicSource } from "./public.ts";
import { s3Source } from "./s3.ts";
import type { Source } from "./source.ts";
import { warehouseSource } from "./warehouse.ts";

/** The source that is used if none is named. */
export const DEFAULT_SOURCE = "public";

/** The backends by the name that `--source` takes. */
export const SOURCES: Readonly<Record<string, Source>> = {
  public: publicSource,
  s3: s3Source,
  warehouse: warehouseSource,
  lims: limsSource,
  fixed: fixedSource,
};
