import { createInterface } from "node:readline";
import type { Io } from "../io.ts";

/** Whether questions can be asked: both input and output must be a terminal. */
export function canAsk({ stdin, stderr }: Io): boolean {
  return stdin?.isTTY === true && stderr.isTTY === true;
}

/** Asks a yes-or-no question on the terminal. No answer (Ctrl-D) counts as no. */
export async function ask(
  { stdin, stderr }: Io,
  question: string,
  otherwise: "yes" | "no",
  signal: AbortSignal,
): Promise<boolean> {
  if (stdin === undefined) return false;
  stderr.write(`${question} [${otherwise === "yes" ? "Y/n" : "y/N"}] `);
  // The terminal itself handles line editing, and turns Ctrl-C into a signal.
  const lines = createInterface({ input: stdin, terminal: false });
  try {
    const answer = await new Promise<string | undefined>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      lines.once("line", resolve);
      lines.once("close", () => resolve(undefined));
    });
    if (answer === undefined) stderr.write("\n");
    const text = answer?.trim().toLowerCase();
    return text === "" ? otherwise === "yes" : text === "y" || text === "yes";
  } finally {
    lines.close();
    stdin.pause();
  }
}
