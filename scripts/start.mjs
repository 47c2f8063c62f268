// What `npm start` shows: fetches a project's tables into a cache, joins, filters and prints them.
//   node scripts/start.mjs [--live] [--cache DIR]
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { startSampleWarehouse } from "../fixtures/dist/index.js";
import { sessionFigure, sessionReport } from "../packages/charts/dist/node.js";
import { openProjectCache } from "../packages/core/dist/node.js";
import { warehouse } from "../packages/fetch-warehouse/dist/index.js";
import { nwbReaders } from "../packages/nwb/dist/node.js";

const WIDTH = 80;
/** Everything that the sample has: all that is shown at the end, and more, can be tried without the server. */
const SAMPLE = {
  sessions: [715093703, 777821539],
  lfp: true,
  metrics: true,
  sessionTypes: ["brain_observatory_1.1"],
  movies: [1, 3],
  scenes: Array.from({ length: 12 }, (_, number) => number),
};
const root = join(import.meta.dirname, "..");
const options = readOptions();
const isColourful = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (isColourful ? `\x1b[1m${text}\x1b[22m` : text);
const dim = (text) => (isColourful ? `\x1b[2m${text}\x1b[22m` : text);

if (options.help) {
  console.log(`npm start [-- options]

  --live        the public warehouse instead of the sample; kept in .cache/live
  --cache DIR   use this cache directory, including what it already contains
`);
} else {
  await main().catch((error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
}

/** Ends the process if an option is unknown. */
function readOptions() {
  try {
    return parseArgs({
      options: {
        live: { type: "boolean", default: false },
        cache: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    console.error(`\n${error.message}\n\`npm start -- --help\` lists the options.`);
    process.exit(2);
  }
}

async function main() {
  const directory = options.cache ?? join(root, ".cache", options.live ? "live" : "sample");
  const isFresh = !options.live && options.cache === undefined;
  if (isFresh) await rm(directory, { recursive: true, force: true });
  const server = options.live ? undefined : await startSampleWarehouse();
  try {
    const api = server ? warehouse({ baseUrl: server.url }) : warehouse();
    console.log(
      `\n${bold("ecephys")}: Neuropixels recordings, ${server ? "a sample project" : "the public project"}\n`,
    );
    console.log(
      `  from  ${server ? `${server.url} ${dim("(a local warehouse)")}` : "https://api.brain-map.org"}`,
    );
    console.log(`  into  ${shown(directory)}\n`);
    await show(api, directory, server, isFresh ? `${directory}-report.html` : undefined);
  } finally {
    await server?.close();
  }
  next(directory);
}

async function show(api, directory, server, report) {
  const progress = progressLine();
  const manifest = join(directory, "ecephys_project_manifest.json");
  const cache = await openProjectCache({
    api,
    manifest,
    readers: nwbReaders(),
    onProgress: progress.show,
    onWarning: () => {},
  });
  const [units, seconds] = await timed(() => cache.getUnits());
  progress.clear();
  await filesOf(directory, seconds, server);
  const all = await rowsOf(join(directory, "units.csv"));

  const sessions = await cache.getSessionTable();
  table(`Sessions ${dim(`(${count(sessions)})`)}`, sessions, {
    id: {},
    session_type: { title: "type" },
    age_in_days: { title: "days", digits: 0 },
    full_genotype: { title: "genotype", widest: 11 },
    unit_count: { title: "units" },
    channel_count: { title: "channels" },
    probe_count: { title: "probes" },
  });

  const probes = await cache.getProbes();
  table(`Probes ${dim(`(${count(probes)})`)}`, probes, {
    id: {},
    ecephys_session_id: { title: "session" },
    name: {},
    lfp_sampling_rate: { title: "LFP Hz", digits: 1 },
    unit_count: { title: "units" },
    channel_count: { title: "channels" },
    ecephys_structure_acronyms: { title: "structures", widest: 22 },
  });

  const channels = await cache.getChannels();
  table(`Channels ${dim(`(${count(channels)})`)}`, channels, {
    id: {},
    ecephys_probe_id: { title: "probe" },
    probe_vertical_position: { title: "µm up" },
    ecephys_structure_acronym: { title: "structure" },
    anterior_posterior_ccf_coordinate: { title: "AP µm" },
    dorsal_ventral_ccf_coordinate: { title: "DV µm" },
    left_right_ccf_coordinate: { title: "LR µm" },
    unit_count: { title: "units" },
  });

  table(`Units ${dim(`(${count(units)} of ${all.toLocaleString("en")} pass the quality filters)`)}`, units, {
    id: {},
    ecephys_structure_acronym: { title: "structure" },
    firing_rate: { title: "Hz", digits: 2 },
    snr: { digits: 2 },
    isi_violations: { title: "isi viol.", digits: 3 },
    presence_ratio: { title: "presence", digits: 2 },
    amplitude_cutoff: { title: "cutoff", digits: 3 },
    waveform_duration: { title: "ms", digits: 2 },
  });

  structures(units, channels);
  if (!server) return;
  await leaveWhole(cache, progress);
  await picture(cache, report);
}

/** A unit's response, drawn with characters, and the session's report. */
async function picture(cache, report) {
  const session = await cache.getSessionData(SAMPLE.sessions[0]);
  try {
    const figure = await sessionFigure(session, "psth", {
      unitIds: [950906401],
      stimulus: "flashes",
      by: "color",
      binSize: 0.02,
    });
    heading(figure.title);
    const lines = figure.text({ columns: WIDTH - 2, rows: 10, color: isColourful }).split("\n");
    console.log(
      lines
        .slice(1)
        .map((line) => `  ${line}`.trimEnd())
        .join("\n"),
    );
    if (report === undefined) return;
    await writeFile(report, await sessionReport(session, { command: "npm start" }));
    console.log(`  All its figures are in ${shown(report)}: open it in a browser.`);
  } finally {
    await session.close();
  }
}

/** Fetches the rest of the sample, so that it can be used when its server is gone. */
async function leaveWhole(cache, progress) {
  const { downloaded, failed } = await cache.prefetch(SAMPLE);
  progress.clear();
  if (failed.length > 0) throw failed[0].error;
  heading("Files");
  const [first, second] = SAMPLE.sessions;
  console.log(
    `  sessions ${first} and ${second} with LFP and metrics, movies and scenes${downloaded.length > 0 ? "" : ` ${dim("(from the cache)")}`}`,
  );
}

/** The files in the cache now, and the time taken. */
async function filesOf(directory, seconds, server) {
  for (const name of ["sessions.csv", "probes.csv", "channels.csv", "units.csv"]) {
    const { size } = await stat(join(directory, name));
    const rows = (await rowsOf(join(directory, name))).toLocaleString("en");
    console.log(`  ${name.padEnd(14)}${rows.padStart(9)} rows${`${Math.ceil(size / 1024)} kB`.padStart(10)}`);
  }
  const requests = server?.requests.length;
  const fetched =
    requests === undefined
      ? "fetched or read"
      : requests === 0
        ? "read from the cache"
        : `fetched in ${requests} requests`;
  console.log(`\n  ${fetched}, joined and filtered: ${seconds.toFixed(2)} s`);
}

/** Rows of a CSV without its header. */
async function rowsOf(path) {
  const bytes = await readFile(path);
  return bytes.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), -1);
}

/** Units and channels of every structure, those with the most units first. */
function structures(units, channels) {
  const unitCounts = countBy(units, "ecephys_structure_acronym");
  const channelCounts = countBy(channels, "ecephys_structure_acronym");
  const rows = [...channelCounts]
    .map(([name, found]) => ({ name, channels: found, units: unitCounts.get(name) ?? 0 }))
    .sort((a, b) => b.units - a.units || b.channels - a.channels);
  const most = Math.max(1, ...rows.map((row) => row.units));
  heading(`Structures ${dim(`(${rows.length}, by units that pass)`)}`);
  console.log(dim(`  ${"structure".padEnd(14)}${"channels".padStart(9)}${"units".padStart(7)}`));
  for (const { name, channels: sites, units: found } of rows) {
    const bar = "█".repeat(Math.round((found / most) * 40));
    console.log(
      `  ${(name ?? "out of brain").padEnd(14)}${String(sites).padStart(9)}${String(found).padStart(7)}  ${bar}`,
    );
  }
}

function next(directory) {
  const place = shown(directory);
  heading("What to try next");
  console.log(`  npx ecephys structures --cache ${place} --offline
  npx ecephys units --cache ${place} --offline \\
      --where 'ecephys_structure_acronym == "VISp" && snr > 2' --format csv
  npx ecephys sessions --cache ${place} --offline --format json
${
  options.live
    ? ""
    : `  npx ecephys session 715093703 --cache ${place} --offline
  npx ecephys psth 715093703 --stimulus flashes --bin 0.05 \\
      --cache ${place} --offline
  npx ecephys plot raster 715093703 --stimulus flashes --by color \\
      --cache ${place} --offline
`
}  npm start -- --live${options.live ? dim("        (again: now from the cache)") : dim("        (the public warehouse, 58 sessions)")}
  npx ecephys --help
`);
}

/** Prints the first rows of some columns: numbers right-aligned, text left-aligned, at most 80 wide. */
function table(title, source, columns, limit = 6) {
  const shownRows = Math.min(source.numRows(), limit);
  const cells = Object.entries(columns).map(([name, { title: head = name, digits, widest = 30 }]) => {
    const values = source.array(name, Array).slice(0, shownRows);
    const texts = values.map((value) => clipped(text(value, digits), widest));
    const isNumber = values.some((value) => typeof value === "number");
    const width = Math.max(head.length, ...texts.map((cell) => cell.length));
    return [head, ...texts].map((cell) => (isNumber ? cell.padStart(width) : cell.padEnd(width)));
  });
  heading(title);
  for (let row = 0; row <= shownRows; row++) {
    const line = `  ${cells.map((column) => column[row]).join("  ")}`.trimEnd().slice(0, WIDTH);
    console.log(row === 0 ? dim(line) : line);
  }
  if (source.numRows() > shownRows)
    console.log(dim(`  … and ${(source.numRows() - shownRows).toLocaleString("en")} more`));
}

function heading(title) {
  console.log(`\n${bold(title)}`);
}

function text(value, digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (Array.isArray(value)) return value.map((item) => item ?? "–").join(" ");
  return typeof value === "number" && digits !== undefined ? value.toFixed(digits) : String(value);
}

function clipped(cell, widest) {
  return cell.length > widest ? `${cell.slice(0, widest - 1)}…` : cell;
}

function countBy(source, name) {
  const counts = new Map();
  for (const value of source.array(name)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function count(source) {
  return source.numRows().toLocaleString("en");
}

function shown(directory) {
  const path = relative(process.cwd(), directory);
  return path.startsWith("..") ? directory : path || ".";
}

async function timed(run) {
  const begun = performance.now();
  const value = await run();
  return [value, (performance.now() - begun) / 1000];
}

/** One line that is overwritten while data arrive; nothing without a terminal. */
function progressLine() {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: ({ resource, loaded, total, unit }) => {
      const share = total ? ` of ${total.toLocaleString("en")}` : "";
      stderr.write(`\r\x1b[2K  ${resource}: ${loaded.toLocaleString("en")}${share} ${unit}`.slice(0, WIDTH));
    },
    clear: () => stderr.write("\r\x1b[2K"),
  };
}
