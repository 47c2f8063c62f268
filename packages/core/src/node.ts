export type { OpenProjectCacheOptions, openProjectCache } from "./project/open.ts";
