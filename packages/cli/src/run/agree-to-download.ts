import type { EcephysProjectCache, PrefetchPlan, PrefetchRequest } from "@ecephys/core";
import { EndedWith } from "../ended-with.ts";
import { EXIT } from "../exit-codes.ts";
import type { Runtime } from "../io.ts";
import { sanitise } from "../output/sanitise.ts";
import { amountText, bytesText } from "../progress/amounts.ts";
import { ask, canAsk } from "./ask.ts";
import type { ProgressLine } from "./progress.ts";

/** The flags that decide whether a question is asked. */
export interface AgreeFlags {
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** The cache whose files are wanted, and the progress line that a question must not run into. */
interface Opened {
  readonly cache: Pick<EcephysProjectCache<unknown, unknown, unknown>, "planPrefetch" | "storage">;
  readonly line: Pick<ProgressLine, "clear">;
}

/**
 * Asks on a terminal before large files are downloaded that a command needs and the cache lacks: how much it is, and how
 * much room there is. Without a terminal, with `--yes` or `--json` nothing is asked.
 * @throws EndedWith if the answer is no.
 */
export async function agreeToDownload(
  { cache, line }: Opened,
  request: PrefetchRequest,
  flags: AgreeFlags,
  { io, signal }: Runtime,
): Promise<void> {
  if (flags.yes || flags.json || !canAsk(io)) return;
  const plan = await cache.planPrefetch(request, { signal });
  const { freeBytes, lackingBytes, toFetch } = plan;
  // What is lacking or not available is better said by the download itself.
  if (toFetch.files === 0 || lackingBytes > 0) return;
  line.clear();
  const free = freeBytes === undefined ? "" : ` (${bytesText(freeBytes)} free)`;
  const missing = `Not in the cache yet: ${missingFiles(plan)}. Downloads are kept in ${cache.storage.location}${free}.`;
  io.stderr.write(`${sanitise(missing)}\n`);
  if (!(await ask(io, `Download ${amountText(toFetch)}?`, "yes", signal)))
    throw new EndedWith(EXIT.interrupted);
}

function missingFiles({ files }: PrefetchPlan): string {
  const missing = files.filter(({ state }) => state !== "present");
  return missing
    .map(({ byteLength, resource }) =>
      byteLength === undefined ? resource : `${resource}, ${bytesText(byteLength)}`,
    )
    .join(" and ");
}
