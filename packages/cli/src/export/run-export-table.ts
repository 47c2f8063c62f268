import { EXPORT_FORMATS, EXPORT_KINDS, type ExportFormat } from "@ecephys/export";
import { writeRows } from "@ecephys/export/node";
import { EcephysError } from "@ecephys/files";
import { nwbReaders } from "@ecephys/nwb/node";
import type { Runtime } from "../io.ts";
import { bytesText } from "../progress/amounts.ts";
import { withCache } from "../run/open-cache.ts";
import { writeReport } from "../run/write-report.ts";
import type { RequestFlags } from "./flags.ts";
import { requestOf } from "./request.ts";

/** Writes one table of the project, or of one session, into one file. */
export async function runExportTable(
  names: readonly string[],
  flags: RequestFlags & { readonly out: string },
  runtime: Runtime,
): Promise<void> {
  const { compression, out, sessions } = flags;
  const { signal } = runtime;
  const { kinds, filters, tasks = [] } = await requestOf(names, flags);
  const [choice] = kinds;
  const kind = [...EXPORT_KINDS, ...tasks].find(({ name }) => name === names[0]);
  if (names.length > 1 || typeof choice !== "object" || kind === undefined)
    throw refusal(names.join(", "), kind === undefined && names.length === 1 ? unknownKind() : SEVERAL);
  if (kind.level === "session" && !(Array.isArray(sessions) && sessions.length === 1))
    throw refusal(names.join(", "), SEVERAL_SESSIONS);
  const { parameters = {} } = choice;
  const written = await withCache(
    flags,
    runtime,
    async ({ cache }) => {
      const options = { format: flags.format ?? formatOf(out), compression, signal };
      if (kind.level === "project")
        return writeRows(await kind.rows(cache, parameters, { signal }), out, options);
      const session = await cache.getSessionData((sessions as readonly number[])[0]!, { ...filters, signal });
      try {
        return await writeRows(await kind.rows(session, parameters, { signal }), out, options);
      } finally {
        await session.close();
      }
    },
    { readers: nwbReaders() },
  );
  const text = () =>
    flags.quiet ? "" : `${out}: ${written.rows.toLocaleString("en")} rows, ${bytesText(written.bytes)}\n`;
  await writeReport({ text, json: () => ({ out, ...written }) }, flags, runtime);
}

const SEVERAL = "one file holds one table; make a dataset of several: --partition session";
const SEVERAL_SESSIONS =
  "one file holds one session's table: name it with --sessions ID, or make a dataset: --partition session";
const unknownKind = () =>
  `there is no such kind; there are ${EXPORT_KINDS.map(({ name }) => name).join(", ")}`;

function formatOf(path: string): ExportFormat {
  const ending = path.toLowerCase().split(".").at(-1);
  return EXPORT_FORMATS.find((format) => format === ending) ?? "parquet";
}

function refusal(resource: string, reason: string): EcephysError {
  return new EcephysError("argument", { action: "Exporting", resource, reason });
}
