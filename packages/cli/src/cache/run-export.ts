import { extname } from "node:path";
import type { Runtime } from "../io.ts";
import { withCache } from "../run/open-cache.ts";
import { writeOutput } from "../run/write-output.ts";
import { checksums } from "./checksums.ts";
import type { ExportFlags } from "./flags.ts";
import type { ManifestFormat } from "./kinds.ts";
import { manifestChunks } from "./manifest-formats.ts";
import { showingCheck } from "./run-verify.ts";

/** Writes the list of the cache's data files with their checksums. */
export async function runExport(flags: ExportFlags, runtime: Runtime): Promise<void> {
  const { io, signal } = runtime;
  const out = flags.out === "-" ? undefined : flags.out;
  const format = flags.format ?? (flags.json ? "json" : formatOf(out));
  const files = await withCache(
    flags,
    runtime,
    ({ cache }) =>
      showingCheck(flags, runtime, ({ update }) =>
        checksums(cache, { deep: flags.deep ?? false, signal, onProgress: update }),
      ),
    { local: true },
  );
  const terminal = out === undefined && io.stdout.isTTY === true;
  await writeOutput(manifestChunks(files, format), { out, io, signal, terminal, ownEscapes: false });
}

function formatOf(out: string | undefined): ManifestFormat {
  const ending = extname(out ?? "").toLowerCase();
  if (ending === ".json") return "json";
  return ending.startsWith(".sha256") ? "sha256" : "csv";
}
