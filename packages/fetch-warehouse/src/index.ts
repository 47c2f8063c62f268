/**
 * The public data warehouse as a backend of the project cache.
 *
 * @module @ecephys/fetch-warehouse
 */

export type { WarehouseOptions } from "./options.ts";
export { warehouse } from "./warehouse.ts";
