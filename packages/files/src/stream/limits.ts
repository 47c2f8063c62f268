import type { BatchLimits } from "./ranges.ts";

const KIBIBYTE = 1024;
/** Bytes of a block, the smallest part that is requested and kept. */
export const BLOCK = 16 * KIBIBYTE;
/** Blocks that a reader who goes on from there gets at least. */
export const GROUP = 16;
/** Blocks of a request at least where several are sent at once, and at most. */
export const LEAST_SPLIT = 64;
export const MOST_SPLIT = 512;
/** Blocks that are fetched ahead at most: 8 MiB. */
export const MOST_AHEAD = 512;
/** Requests at once; browsers send six, and keep the others until one of them has ended. */
export const AT_ONCE = 16;
/** Requests for one long part. */
export const SPLIT = 8;
/**
 * Blocks between parts that are fetched together: they take about as long as one more request beside others. Where
 * there are many parts, they are joined over up to 2 MiB.
 */
export const GAP = 16;
export const WIDEST_GAP = 128;
export const MANY_RANGES = 64;
/** The same where one request brings many parts. */
export const NEAR = 2;
export const TOGETHER: BatchLimits = { least: 3, most: 100, longest: 32, total: 128 };
/** Blocks that a long read waits for at a time: 16 MiB. */
export const PIECE = 1024;
