// Makes the built declarations refer to a program's own Arquero where it has one, so that its tables and ours are of
// one type, else to the types of the one that is built in.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
/** Of two modules that export one name the compiler takes the first; what it says of that is not to be shown. */
const OF_PROGRAM = `// @ts-ignore: a program may have no Arquero of its own
export * from "arquero";
// @ts-ignore: where it has one, that comes first
export * from "./arquero/index.js";
`;
const isDeclaration = (name) => name.endsWith(".d.ts");

// A build without declarations (ECEPHYS_BUILD=code) has nothing to refer from.
if (existsSync(join(dist, "index.d.ts"))) {
  for (const name of readdirSync(dist).filter(isDeclaration))
    refer(join(dist, name), "arquero", "./types/program-arquero.js");
  const flechette = addTypes("@uwdata/flechette", "types/flechette");
  const arquero = dirname(addTypes("arquero", "types/arquero"));
  for (const name of readdirSync(arquero, { recursive: true }).filter(isDeclaration)) {
    const path = join(arquero, name);
    refer(path, "@uwdata/flechette", relative(dirname(path), flechette).replace(/\.d\.ts$/, ".js"));
  }
  // They have errors of their own, which are nobody's here to mend.
  for (const name of readdirSync(join(dist, "types"), { recursive: true }).filter(isDeclaration)) {
    const path = join(dist, "types", name);
    writeFileSync(path, `// @ts-nocheck\n${readFileSync(path, "utf8")}`);
  }
  writeFileSync(join(dist, "types/program-arquero.d.ts"), OF_PROGRAM);
}

/** Copies a package's declarations; gives the path of those of its entry. */
function addTypes(name, to) {
  const from = join(root, "node_modules", name);
  const entry = join(from, JSON.parse(readFileSync(join(from, "package.json"), "utf8")).types);
  cpSync(dirname(entry), join(dist, to), { recursive: true, filter: (path) => !path.endsWith(".map") });
  return join(dist, to, relative(dirname(entry), entry));
}

/** Replaces the name of a module in what a declaration imports. */
function refer(path, name, to) {
  const text = readFileSync(path, "utf8");
  const imports = new RegExp(`((?:from|import) |import\\()(['"])${name}\\2`, "g");
  writeFileSync(path, text.replace(imports, `$1$2${to}$2`));
}
