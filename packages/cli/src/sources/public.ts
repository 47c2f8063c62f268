import type { EcephysProjectApi } from "@ecephys/core";
import { isEcephysError } from "@ecephys/files";
import { chosenApi } from "./chosen-api.ts";
import { s3Options, s3Source } from "./s3.ts";
import type { Source, SourceContext } from "./source.ts";
import { warehouseSource } from "./warehouse.ts";

/** The bucket must answer within this time, in milliseconds, and these tries. */
const PATIENCE = { stallTimeout: 10_000, retry: { tries: 2 } };

/**
 * The public data from where they come fastest. Both sources have the same tables and files; a process keeps to the
 * one that it began with.
 */
export const publicSource: Source = {
  summary: "the public data: from the S3 bucket, or from the warehouse if the bucket cannot be reached",
  async open(context) {
    if (isWarehouseNamed(context)) return warehouseSource.open(context);
    return chosenApi(s3Source.apiName ?? "", (signal) => choose(context, signal));
  },
};

/** Who names a warehouse and no bucket wants the warehouse. */
function isWarehouseNamed({ env, flags }: SourceContext): boolean {
  const { baseUrl, s3Url } = flags as { readonly baseUrl?: string; readonly s3Url?: string };
  if (s3Url !== undefined) return false;
  return baseUrl !== undefined || (Boolean(env.ECEPHYS_WAREHOUSE_URL) && !env.ECEPHYS_S3_URL);
}

async function choose(context: SourceContext, signal: AbortSignal | undefined): Promise<EcephysProjectApi> {
  const { s3 } = await import("@ecephys/fetch-s3");
  const options = await s3Options(context);
  try {
    await s3({ ...options, ...PATIENCE }).getSessions({ signal });
    return s3(options);
  } catch (error) {
    signal?.throwIfAborted();
    if (!isEcephysError(error) || error.code === "argument") throw error;
    context.warn(
      `the S3 bucket cannot be used (${error.reason}), so the warehouse is asked instead; --source warehouse does that at once`,
    );
    return warehouseSource.open(context);
  }
}
