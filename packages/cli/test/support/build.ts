import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

/** Where the command is built for the tests; inside node_modules, so that git and the tools pass it over. */
export const BUILT = fileURLToPath(new URL("../../node_modules/.cache/ecephys-test/", import.meta.url));

/** Builds the command of this workspace's sources once, before the tests: real processes, no built packages needed. */
export default async function setup(): Promise<void> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  mkdirSync(BUILT, { recursive: true });
  await build({
    config: false,
    cwd: root,
    entry: { bin: "src/bin.ts" },
    outDir: `${BUILT}dist`,
    format: "esm",
    target: "es2022",
    platform: "node",
    splitting: true,
    clean: true,
    silent: true,
    noExternal: [/^@ecephys\//],
    esbuildOptions(options) {
      options.conditions = ["ecephys-source"];
    },
  } as Parameters<typeof build>[0]);
}
