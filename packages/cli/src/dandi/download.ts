import { type DandiAsset, parseDandiAddress } from "@ecephys/dandi";
import { type DownloadedAsset, downloadAsset, downloadedAsset } from "@ecephys/dandi/node";
import { type DownloadEvent, throttle } from "@ecephys/files";
import type { DownloadFlags } from "../download/flags.ts";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import { INTERRUPTED, Interrupted } from "../interrupt.ts";
import type { Runtime } from "../io.ts";
import { sanitise } from "../output/sanitise.ts";
import { bytesText, filesText } from "../progress/amounts.ts";
import { ask, canAsk } from "../run/ask.ts";
import { type ProgressLine, progressLine } from "../run/progress.ts";
import { warnings } from "../run/report.ts";
import { writeReport } from "../run/write-report.ts";
import { dandiDirectory } from "./directory.ts";
import { openDandiset } from "./open-dandiset.ts";

/** An asset that is wanted, and what is on disk of it. */
interface Wanted {
  readonly asset: DandiAsset;
  readonly directory: string;
  readonly present: DownloadedAsset | undefined;
}

/** Downloads the assets that addresses name, one after the other, or says how much that would be. */
export async function downloadAddresses(
  addresses: readonly string[],
  flags: DownloadFlags & { readonly to?: string | undefined },
  runtime: Runtime,
): Promise<void> {
  const { io, signal } = runtime;
  const wanted: Wanted[] = [];
  for (const address of addresses) wanted.push(...(await find(address, flags, runtime)));
  const missing = wanted.filter(({ present }) => present === undefined);
  const bytes = missing.reduce((sum, { asset }) => sum + asset.byteLength, 0);
  const amount = `${filesText(missing.length)}, ${bytesText(bytes)}`;
  if (flags.dryRun) return report(wanted, [], `${amount} to download.`, flags, runtime);
  if (missing.length > 0 && !flags.yes && !flags.json && canAsk(io)) {
    if (!(await ask(io, `Download ${amount}?`, "yes", signal))) throw new EndedWith(EXIT.interrupted);
  }
  const line = progressLine(io.stderr, !flags.quiet, "the DANDI archive");
  const limit = throttle(flags.bandwidth);
  const done: DownloadedAsset[] = [];
  try {
    for (const { asset, directory } of wanted)
      done.push(
        await downloadAsset(asset, {
          ...{ directory, connections: flags.ranges, throttle: limit, signal },
          onEvent: shownOn(line, asset.path, warnings(flags, line.print)),
        }),
      );
  } catch (error) {
    if (signal.reason instanceof Interrupted && io.stderr.isTTY && !flags.quiet) line.print(INTERRUPTED);
    throw error;
  } finally {
    line.close();
  }
  return report(wanted, done, "", flags, runtime);
}

async function find(
  address: string,
  flags: DownloadFlags & { readonly to?: string | undefined },
  { io, signal }: Runtime,
): Promise<Wanted[]> {
  const parsed = parseDandiAddress(address);
  const set = openDandiset(parsed, flags, io);
  const directory = dandiDirectory(flags.to, parsed.dandiset, io);
  const assets: DandiAsset[] = [];
  if (/[*]|\/$|^$/.test(parsed.path)) {
    const glob = parsed.path.includes("*") ? parsed.path : `${parsed.path}*`;
    for await (const asset of set.assets({ glob, signal })) assets.push(asset);
  } else assets.push(await set.asset(parsed.path, { signal }));
  const found: Wanted[] = [];
  for (const asset of assets)
    found.push({ asset, directory, present: await downloadedAsset(asset, { directory, signal }) });
  return found;
}

/** Shows the events of a download on the progress line; what went wrong on the way is a warning. */
function shownOn(
  line: ProgressLine,
  resource: string,
  warn: (message: string) => void,
): (event: DownloadEvent) => void {
  return (event) => {
    switch (event.type) {
      case "started":
        return line.update({ resource, loaded: event.resumedFrom, total: event.total, unit: event.unit });
      case "progress":
        return line.update({ resource, loaded: event.loaded, total: event.total, unit: event.unit });
      case "waiting":
        return warn(`Waiting for ${event.owner}, which is downloading ${resource}.`);
      case "retrying":
        return warn(`${event.error instanceof Error ? event.error.message : String(event.error)} Retrying.`);
      case "restarted":
        return warn(`Downloading ${resource} from the start: ${event.reason}.`);
      case "finishing":
        return undefined;
    }
  };
}

const CHECKED = {
  sha256: "SHA-256 checked",
  "dandi-etag": "dandi-etag checked",
  size: "size checked",
} as const;

function report(
  wanted: readonly Wanted[],
  done: readonly DownloadedAsset[],
  end: string,
  flags: DownloadFlags,
  runtime: Runtime,
): Promise<void> {
  const files = wanted.map(({ asset, present }, at) => {
    const { path, checked, wasThere } = done[at] ?? present ?? {};
    return { asset: asset.path, byteLength: asset.byteLength, path, checked, wasThere: wasThere ?? false };
  });
  const lines = files.map(({ asset, byteLength, checked, path, wasThere }) => {
    if (path === undefined) return `${bytesText(byteLength).padStart(8)}  ${sanitise(asset)}`;
    const how = wasThere ? "was there" : CHECKED[checked ?? "size"];
    return `${bytesText(byteLength).padStart(8)}  ${path} (${how})`;
  });
  const text = () =>
    flags.quiet && !flags.dryRun ? "" : `${[...lines, ...(end ? [end] : [])].join("\n")}\n`;
  return writeReport({ text, json: () => ({ files }) }, flags, runtime);
}
