import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "tsup";
import { buildConfig, inOneFile } from "../../tsup.shared.ts";
import { startBuilds } from "./start.build.ts";

/** What commands load when they run: modules that some source file imports by a call. */
function loadedLater(): string[] {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const later = sources.flatMap((name) =>
    [...readFileSync(join("src", name), "utf8").matchAll(/\bimport\("(\.[^"]+\.ts)"\)/g)].map(([, path]) =>
      resolve("src", name, "..", path!),
    ),
  );
  return [...new Set(later)].sort();
}

export default buildConfig(
  { index: "src/index.ts", bin: "src/bin.ts" },
  {
    // An optional dependency, of native code.
    external: ["@resvg/resvg-js"],
    // Commander is built in, so that a start has nine files less to find. As CommonJS it requires modules of Node.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    onSuccess: async () => {
      for (const options of startBuilds("dist")) await build(options);
    },
    // Every start loads what the program and its commands' options are made of.
    esbuildPlugins: [inOneFile(["src/main.ts"], loadedLater())],
  },
);
