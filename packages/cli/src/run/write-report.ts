import type { Runtime } from "../io.ts";
import { writeToStream } from "../output/write-stream.ts";

/** Writes the report of a command without a table: text for people or, with `--json`, one object. */
export interface Report {
  readonly text: () => string;
  readonly json: () => unknown;
}

export async function writeReport(
  { text, json }: Report,
  flags: { readonly json?: boolean | undefined },
  { io, signal }: Runtime,
): Promise<void> {
  await writeToStream(io.stdout, [flags.json ? `${JSON.stringify(json())}\n` : text()], signal);
}
