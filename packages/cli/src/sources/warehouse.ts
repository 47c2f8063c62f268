import type { Source } from "./source.ts";

export const warehouseSource: Source = {
  summary: "the Allen Institute's public warehouse",
  async open({ flags, env }) {
    const { warehouse } = await import("@ecephys/fetch-warehouse");
    return warehouse({ baseUrl: flags.baseUrl ?? (env.ECEPHYS_WAREHOUSE_URL || undefined) });
  },
};
