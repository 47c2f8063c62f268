export type { WarehouseOptions } from "./options.ts";
export { warehouse } from "./warehouse.ts";
