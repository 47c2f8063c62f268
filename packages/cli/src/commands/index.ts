import type { CliCommand } from "../command.ts";
import { cache } from "./cache.ts";
import { channels } from "./channels.ts";
import { columns } from "./columns.ts";
import { completion } from "./completion.ts";
import { dandi } from "./dandi.ts";
import { download } from "./download.ts";
import { explore } from "./explore.ts";
import { exporting } from "./export.ts";
import { genotypes } from "./genotypes.ts";
import { help } from "./help.ts";
import { metrics } from "./metrics.ts";
import { movie } from "./movie.ts";
import { nwb } from "./nwb.ts";
import { plot } from "./plot.ts";
import { probes } from "./probes.ts";
import { psth } from "./psth.ts";
import { raster } from "./raster.ts";
import { report } from "./report.ts";
import { scene } from "./scene.ts";
import { serve } from "./serve.ts";
import { session } from "./session.ts";
import { sessionTypes } from "./session-types.ts";
import { sessions } from "./sessions.ts";
import { structures } from "./structures.ts";
import { units } from "./units.ts";
import { worker } from "./worker.ts";

/** All commands, in the order of the help. */
export const COMMANDS: readonly CliCommand[] = [
  sessions,
  probes,
  channels,
  units,
  metrics,
  structures,
  sessionTypes,
  genotypes,
  columns,
  session,
  nwb,
  psth,
  raster,
  plot,
  report,
  explore,
  movie,
  scene,
  download,
  exporting,
  worker,
  dandi,
  serve,
  cache,
  completion,
  help,
];
