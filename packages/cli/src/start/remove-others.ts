import { readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** Other versions, of Node or of this command, that may be in use beside this one. */
const MOST_OTHERS = 3;
/** Milliseconds after which a file that is being written has been given up. */
const GIVEN_UP = 3_600_000;

/** Removes from a directory of compiled code what older versions and interrupted processes have left. @param own What stays. */
export function removeOthers(own: string): void {
  const directory = dirname(own);
  const others = readdirSync(directory)
    .map((name) => join(directory, name))
    .filter((path) => path !== own)
    .map((path) => ({ path, modified: statSync(path).mtimeMs }))
    .sort((one, other) => other.modified - one.modified);
  const named = (pattern: RegExp) => others.filter(({ path }) => pattern.test(path));
  const outdated = [
    ...named(/[\\/]tables-[^\\/]*\.code$/).slice(MOST_OTHERS),
    ...named(/[\\/]modules-[^\\/]*$/).slice(MOST_OTHERS),
    ...named(/[\\/]tables-[^\\/]*\.tmp$/).filter(({ modified }) => Date.now() - modified > GIVEN_UP),
  ];
  for (const { path } of outdated) rmSync(path, { recursive: true, force: true });
}
