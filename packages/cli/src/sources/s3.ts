import type { S3Options } from "@ecephys/fetch-s3";
import { Option } from "commander";
import { urlParser } from "./parse-url.ts";
import type { Source, SourceContext } from "./source.ts";

interface S3Flags {
  readonly s3Url?: string | undefined;
}

export const s3Source: Source = {
  summary: "the Allen Institute's public S3 bucket, or a mirror of it",
  apiName: "S3 bucket",
  addOptions(command) {
    command.addOption(
      new Option(
        "--s3-url <url>",
        "the directory of the bucket, or of a mirror, that has sessions.csv (default: $ECEPHYS_S3_URL, else the public one)",
      ).argParser(urlParser("--s3-url")),
    );
  },
  async open(context) {
    const { s3 } = await import("@ecephys/fetch-s3");
    return s3(await s3Options(context));
  },
};

/** What flags and environment say of the bucket. */
export async function s3Options({ env, flags }: SourceContext): Promise<S3Options> {
  const { s3Url }: S3Flags = flags;
  const { nodeFetch } = await import("@ecephys/files/node");
  return { baseUrl: s3Url ?? (env.ECEPHYS_S3_URL || undefined), fetch: nodeFetch };
}
