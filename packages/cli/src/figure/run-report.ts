import { sessionReport } from "@ecephys/charts/node";
import type { Runtime } from "../io.ts";
import { type SpikeFlags, sessionFilters } from "../options/session-options.ts";
import type { SessionTarget } from "../options/session-target.ts";
import { writeOutput } from "../run/write-output.ts";
import { openTarget, type TargetFlags } from "../session/open-target.ts";

/** The flags of `ecephys report`. */
export interface ReportFlags extends SpikeFlags, TargetFlags {
  readonly out?: string | undefined;
}

/** Writes a session's report; warnings are in it, and on stderr. */
export async function runReport(target: SessionTarget, flags: ReportFlags, runtime: Runtime): Promise<void> {
  const { io, signal } = runtime;
  const warnings: string[] = [];
  const onWarning = (text: string) => {
    warnings.push(text.replace(/^warning: /, "").trim());
    io.stderr.write(text);
  };
  const opened = await openTarget(target, flags, runtime, { onWarning });
  let html: string;
  try {
    const session = await opened.session(sessionFilters(flags));
    try {
      html = await sessionReport(session, {
        command: commandOf(target, flags),
        warnings: () => warnings,
        probe: flags.probe,
        signal,
      });
    } finally {
      await session.close();
    }
  } finally {
    await opened.close();
  }
  const out = flags.out === "-" ? undefined : flags.out;
  await writeOutput([html], { out, io, signal, terminal: false, ownEscapes: true });
}

/** The command that makes the report again, without what says where the data comes from. */
function commandOf({ text }: SessionTarget, { lfpFile, probe, out }: ReportFlags): string {
  return [
    `ecephys report ${text}`,
    ...(probe === undefined ? [] : [`--probe ${probe}`]),
    ...(lfpFile === undefined ? [] : [`--lfp-file ${lfpFile}`]),
    `--out ${out === undefined || out === "-" ? "report.html" : out}`,
  ].join(" ");
}
