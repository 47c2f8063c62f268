// Runs the cells of a page in a worker: an endless loop stops nothing but itself, and a cell reaches nothing of the page.
// Each cell becomes a module of text (a Blob), for which the Content-Security-Policy of this worker's script needs
// "script-src 'self' blob:", and "'unsafe-eval' 'wasm-unsafe-eval'" for Arquero's verbs and for HDF5; "connect-src 'self'"
// for the sample. The policy of the pages needs none of that, only "worker-src 'self'" and "img-src 'self' blob:".
import { CellSyntaxError, compileCell } from "./compile.ts";
import { outputOf, textOutput } from "./display.ts";
import type { Output, RunMessage, RunRequest } from "./outputs.ts";
import { imported } from "./packages.ts";

/** What modules of cells see as `notebook$`. */
const host = {
  scope: {} as Record<string, unknown>,
  width: 640,
  take: (from: string, name: string) => imported(from, name, host.width),
  keep: (values: Record<string, unknown>) => {
    host.scope = { ...host.scope, ...values };
  },
  /** What a promise leads to, since that is what is meant. */
  show: async (value: unknown) => {
    const settled = await value;
    if (settled !== undefined) tell(outputOf(settled));
  },
};
let running = 0;

Object.assign(globalThis, { notebook$: host, display: (value: unknown) => tell(outputOf(value)) });
for (const [method, kind] of [
  ["log", "text"],
  ["info", "text"],
  ["warn", "warning"],
  ["error", "warning"],
] as const)
  console[method] = (...values: unknown[]) => tell(textOutput(kind, values));
console.table = (value: unknown) => tell(outputOf(value));

function tell(output: Output): void {
  post({ run: running, output });
}

function post(message: RunMessage): void {
  self.postMessage(message);
}

self.addEventListener("message", async ({ data }: MessageEvent<RunRequest>) => {
  running = data.run;
  host.width = data.width;
  Object.assign(globalThis, { sample: data.sample });
  const began = performance.now();
  try {
    const { text } = compileCell(data.code, Object.keys(host.scope), "notebook$");
    await importText(text);
    post({ run: data.run, done: true, milliseconds: performance.now() - began });
  } catch (error) {
    post({
      run: data.run,
      failure: error instanceof Error ? messageOf(error) : String(error),
      line: lineOf(error),
    });
  }
});

async function importText(text: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function messageOf({ name, message }: Error): string {
  return /^(?:Type|Reference|Range)Error$/.test(name) ? `${name}: ${message}` : message;
}

/** The line of the cell where an error came from: modules keep the lines of cells. */
function lineOf(error: unknown): number | undefined {
  if (error instanceof CellSyntaxError) return error.line;
  const place = error instanceof Error ? /blob:[^\s)]*?:(\d+):\d+/.exec(error.stack ?? "") : undefined;
  return place ? Number(place[1]) : undefined;
}
