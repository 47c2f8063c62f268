import { sessions, units } from "./project.ts";
import { presentations } from "./session.ts";
import type { ExportKind } from "./types.ts";

/** Everything that can be exported, by name: tables of the project, then of one session. */
export const EXPORT_KINDS: readonly ExportKind[] = [sessions, units, presentations];
