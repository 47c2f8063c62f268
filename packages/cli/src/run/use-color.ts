import type { Io } from "../io.ts";

/** Whether to use colours: not with `--no-color`, NO_COLOR (https://no-color.org) or a dumb terminal. */
export function useColor(flags: { readonly color: boolean }, io: Io): boolean {
  return flags.color && !io.env.NO_COLOR && io.env.TERM !== "dumb";
}
