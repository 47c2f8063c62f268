import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { syntheticTables } from "@ecephys/bench/synthetic";

/** A project of the public one's size: the files of its cache directory, and the expected counts. */
export interface FullSize {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** `unit_count`, `channel_count` and `probe_count` by session id. */
  readonly sessions: Counts;
  /** `unit_count` and `channel_count` by probe id. */
  readonly probes: Counts;
  /** How many units pass the default filters. */
  readonly passing: number;
}

type Counts = ReadonlyMap<number, readonly number[]>;

/** The public project's own tables, which are too large for the repository. */
const PUBLIC = fileURLToPath(new URL("../../../shared/reference/full/", import.meta.url));

export const hasPublicTables: boolean = existsSync(PUBLIC);

/** The public project's tables, and their published counts. */
export function publicTables(): FullSize {
  const files = new Map<string, Uint8Array>();
  for (const name of readdirSync(PUBLIC)) {
    const bytes = readFileSync(join(PUBLIC, name));
    files.set(name.replace(/\.gz$/, ""), name.endsWith(".gz") ? gunzipSync(bytes) : bytes);
  }
  const counts = (name: string): Counts =>
    new Map(
      records(files, name).map((record) => {
        const [id = 0, ...rest] = Object.values(record).map(Number);
        return [id, rest];
      }),
    );
  return {
    files,
    sessions: counts("published-counts.csv"),
    probes: counts("published-counts-by-probe.csv"),
    passing: 40_010,
  };
}

/** Invented tables, and counts by plain loops over their text. Units count whether or not they are in the brain (note T6). */
export function inventedTables(): FullSize {
  const files = syntheticTables();
  const sessions = new Map(records(files, "sessions.csv").map(({ id }) => [Number(id), [0, 0, 0]]));
  const probes = new Map<number, number[]>();
  const sessionOf = new Map<string, number[]>();
  const probeOf = new Map<string, string>();
  let passing = 0;
  for (const { id = "", ecephys_session_id } of records(files, "probes.csv")) {
    const session = sessions.get(Number(ecephys_session_id)) as number[];
    session[2]! += 1;
    sessionOf.set(id, session);
    probes.set(Number(id), [0, 0]);
  }
  for (const { id = "", ecephys_probe_id: probe = "" } of records(files, "channels.csv")) {
    probeOf.set(id, probe);
    sessionOf.get(probe)![1]! += 1;
    probes.get(Number(probe))![1]! += 1;
  }
  for (const unit of records(files, "units.csv")) {
    const probe = probeOf.get(unit.ecephys_channel_id ?? "")!;
    const isGood =
      unit.quality === "good" &&
      Number(unit.amplitude_cutoff) <= 0.1 &&
      Number(unit.presence_ratio) >= 0.95 &&
      Number(unit.isi_violations) <= 0.5;
    if (!isGood) continue;
    passing += 1;
    sessionOf.get(probe)![0]! += 1;
    probes.get(Number(probe))![0]! += 1;
  }
  return { files, sessions, probes, passing };
}

/** The rows of a CSV without quotes. */
function records(files: ReadonlyMap<string, Uint8Array>, name: string): Record<string, string>[] {
  const [head = "", ...lines] = new TextDecoder().decode(files.get(name)).trim().split("\n");
  const names = head.trim().split(",");
  return lines.map((line) => {
    const cells = line.trim().split(",");
    return Object.fromEntries(names.map((column, at) => [column, cells[at] ?? ""]));
  });
}
