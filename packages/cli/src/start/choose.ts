/** The commands of the script that starts soonest, which loads tables only. */
const TABLE_COMMANDS = [
  "sessions",
  "probes",
  "channels",
  "units",
  "structures",
  "session-types",
  "genotypes",
  "columns",
] as const;

export type TableCommandName = (typeof TABLE_COMMANDS)[number];

/**
 * Whether the script of the table commands can run a command line. Who looks for an error gets the modules, which have
 * source maps; LIMS needs the client of its database.
 */
export function isForTables(args: readonly string[], env: NodeJS.ProcessEnv): boolean {
  if (process.sourceMapsEnabled || env.ECEPHYS_DEBUG) return false;
  const [word, ...others] = args;
  if (word === "--version" || word === "-V") return others.length === 0;
  return (
    TABLE_COMMANDS.some((name) => name === word) && !others.some((text) => /^(--source=)?lims$/.test(text))
  );
}

/** At most this many different ones are remembered. */
const MOST_USES = 64;

/**
 * What a command line makes the script do, roughly: the command, its options, and the format. Functions of other uses are
 * not among those that the kept code has compiled.
 */
export function useOf(args: readonly string[]): string {
  const options = args.flatMap((text, at) => {
    if (!text.startsWith("-")) return [];
    return text === "--format"
      ? [`${text}=${args[at + 1]}`]
      : [text.startsWith("--format=") ? text : text.split("=")[0]!];
  });
  return [args[0], ...new Set(options.sort())].join(" ").slice(0, 200);
}

/** The uses with one more; undefined if it is among them, or there are too many. */
export function withUse(uses: readonly string[], use: string): string[] | undefined {
  return uses.includes(use) || uses.length >= MOST_USES ? undefined : [...uses, use];
}
