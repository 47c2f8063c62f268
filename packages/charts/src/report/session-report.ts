import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { ChartSession } from "../session/chart-session.ts";
import { escapeHtml, listHtml, pageHtml, tableHtml } from "./html.ts";
import { figureHtml, optional, reportSections } from "./sections.ts";

/** What a report says beside the session's own data. */
export interface SessionReportOptions {
  /** "Session 715093703" by default. */
  readonly title?: string | undefined;
  /** The command or code that made the report. */
  readonly command?: string | undefined;
  /** Warnings so far; asked for at the end, so that those of the report itself are in it. */
  readonly warnings?: (() => readonly string[]) | undefined;
  /** The probe whose LFP and CSD are drawn; none by default, since each is a large file of its own. */
  readonly probe?: number | undefined;
  /** Called before each figure. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<SessionReportOptions> = {
  title: true,
  command: true,
  warnings: true,
  probe: true,
  onProgress: true,
  signal: true,
};

const PROBE_COLUMNS = ["id", "description", "location", "sampling_rate", "lfp_sampling_rate", "has_lfp_data"];

/**
 * A report of a session as one HTML page that needs nothing else: what was recorded where, quality, stimuli, responses,
 * behaviour, LFP and CSD, warnings, and the command that made it. What the session lacks is said in its place.
 * @throws what the session's methods throw, except for data that it lacks; the signal's reason.
 * @example
 * import { writeFile } from "node:fs/promises";
 * import { sessionReport } from "@ecephys/charts/node";
 *
 * await writeFile("data/report.html", await sessionReport(session));
 */
export async function sessionReport(
  session: ChartSession,
  options: SessionReportOptions = {},
): Promise<string> {
  argumentChecks("Making a report").knownOptions(options, OPTIONS);
  const { signal, probe, onProgress } = options;
  const metadata = Object.entries((await optional(session.metadata({ signal }))) ?? {});
  const title = options.title ?? titleOf(metadata);
  const sections = await reportSections(session, probe, signal);
  const total = sections.reduce((sum, { figures }) => sum + figures.length, 0);
  let done = 0;
  const parts: string[] = [];
  for (const section of sections) {
    if (section.figures.length === 0) continue;
    const figures: string[] = [];
    for (const figure of section.figures) {
      signal?.throwIfAborted();
      onProgress?.(done, total);
      figures.push(await figureHtml(session, figure, signal));
      done++;
    }
    parts.push(`<h2>${escapeHtml(section.title)}</h2><div class="figures">${figures.join("\n")}</div>`);
  }
  onProgress?.(done, total);
  const probes = await optional(session.probes({ signal }));
  const warnings = options.warnings?.() ?? [];
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="note">${escapeHtml(session.location)}</p>`,
    listHtml(metadata),
    probes ? `<h2>Probes</h2>${tableHtml(probes, PROBE_COLUMNS)}` : "",
    ...parts,
    warnings.length > 0
      ? `<h2>Warnings</h2><ul>${warnings.map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`
      : "",
    options.command === undefined ? "" : `<h2>Made with</h2><pre>${escapeHtml(options.command)}</pre>`,
  ].join("\n");
  return pageHtml(title, body);
}

function titleOf(metadata: readonly (readonly [string, unknown])[]): string {
  const id = metadata.find(([name]) => /session_?id/i.test(name))?.[1];
  return id === undefined ? "Session" : `Session ${String(id)}`;
}
