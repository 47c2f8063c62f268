import { Option } from "commander";
import { urlParser } from "./parse-url.ts";
import type { Source } from "./source.ts";

interface WarehouseFlags {
  readonly baseUrl?: string | undefined;
}

export const warehouseSource: Source = {
  summary: "the Allen Institute's public warehouse",
  apiName: "warehouse",
  addOptions(command) {
    command.addOption(
      new Option(
        "--base-url <url>",
        "root of the warehouse (default: $ECEPHYS_WAREHOUSE_URL, else the public one)",
      ).argParser(urlParser("--base-url")),
    );
  },
  async open({ flags, env }) {
    const { baseUrl }: WarehouseFlags = flags;
    const { nodeFetch } = await import("@ecephys/files/node");
    const { warehouse } = await import("@ecephys/fetch-warehouse");
    return warehouse({ baseUrl: baseUrl ?? (env.ECEPHYS_WAREHOUSE_URL || undefined), fetch: nodeFetch });
  },
};
