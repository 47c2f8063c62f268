/**
 * The institute's internal LIMS as a backend of the project cache.
 *
 * @module @ecephys/fetch-lims
 */

export type { LimsCredentials, LimsCredentialsProvider, SomeLimsCredentials } from "./credentials.ts";
export { type LimsApi, lims } from "./lims.ts";
export type { LimsOptions, LimsTlsOptions } from "./options.ts";
export type { PgClient, PgPool, PgQuery, PgResult, PgTypeParsers } from "./pg-types.ts";
