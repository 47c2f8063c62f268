import { naturalMovies } from "../src/index.ts";
import { everyStimulus } from "./every-stimulus.ts";

/** A program that gives up an analysis while its workers are at it, and has nothing else to do. */
const data = everyStimulus(60);
const controller = new AbortController();
const metrics = naturalMovies(data).metrics({
  workers: 2,
  signal: controller.signal,
  onProgress: () => controller.abort("enough"),
});
console.log(await metrics.catch((reason: unknown) => reason));
