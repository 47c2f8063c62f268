export { opfsStorage } from "./storage/opfs.ts";
