import { NO_UNIT_FILTERS } from "@ecephys/core/internal";
import type { OpenSessionOptions } from "@ecephys/nwb";
import type { InjectionKey, Ref } from "vue";
import type { ExplorerState } from "./state.ts";

/** How a session is opened, as far as its reader chooses it. */
export type Opening = Pick<ExplorerState, "quality" | "corrected">;

/** How the session that is shown was opened: its figures' code says so. */
export const OPENED: InjectionKey<Readonly<Ref<Opening>>> = Symbol("opened");

/** The options of `openSession` for it. */
export function openOptions({ quality, corrected }: Opening): OpenSessionOptions {
  return { ...(quality === "all" && NO_UNIT_FILTERS), ...(corrected && { corrections: "all" }) };
}
