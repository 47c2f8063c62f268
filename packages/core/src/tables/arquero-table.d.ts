declare module "arquero/src/table/ColumnTable.js" {
  export { ColumnTable } from "arquero";
}
