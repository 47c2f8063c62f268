import type { ExportPlan } from "@ecephys/export/tasks";
import type { Runtime } from "../io.ts";
import { countText } from "../progress/amounts.ts";
import { warnings } from "../run/report.ts";
import type { RequestFlags } from "./flags.ts";

type Unavailable = ExportPlan["unavailable"];

const NAMED = 10;

/**
 * The sessions of a plan that are failures: those that were named, or could not be looked up. Where all sessions were asked
 * for, those that have no file are left out, which is said once.
 */
export function unavailableSessions(
  unavailable: Unavailable,
  planned: number,
  { sessions = "all", ...flags }: RequestFlags,
  { io }: Runtime,
): Unavailable {
  if (sessions !== "all" || planned === 0) return unavailable;
  const isWithoutFile = ({ error: { code } }: Unavailable[number]) =>
    code === "not-found" || code === "missing-data";
  const ids = unavailable.filter(isWithoutFile).map(({ session }) => session);
  if (ids.length > 0) {
    const named = ids.slice(0, NAMED).join(", ");
    const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : "";
    const warn = warnings(flags, (text) => io.stderr.write(text));
    warn(`${countText(ids.length, "session")} without a file, left out: ${named}${more}.`);
  }
  return unavailable.filter((one) => !isWithoutFile(one));
}
