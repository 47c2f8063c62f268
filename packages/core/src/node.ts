export { type OpenProjectCacheOptions, openProjectCache } from "./project/open.ts";
export { directoryStorage } from "./storage/directory.ts";
