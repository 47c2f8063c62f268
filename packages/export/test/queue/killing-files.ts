import { createRequire, syncBuiltinESMExports } from "node:module";

type Call = (...args: never[]) => Promise<unknown>;
type Calls = Record<string, Call>;

const OF_PATHS = ["open", "rename", "rm", "unlink", "mkdir", "rmdir", "link"];
const OF_HANDLES = ["write", "writeFile", "sync", "close"];

/**
 * Makes the process kill itself, as `kill -9` does, when it comes to the `nth` operation on files below `root` whose name
 * and path match: before the operation is done, or while it is under way.
 */
export async function killAtOperation(root: string, operation: RegExp, nth: number): Promise<void> {
  const promises = createRequire(import.meta.url)("node:fs/promises") as Calls;
  const handle = (await promises.open!(...([process.execPath] as never[]))) as { close(): Promise<void> };
  const prototype = Object.getPrototypeOf(handle) as Calls;
  await handle.close();
  const ours = new WeakSet<object>();
  let count = 0;
  const step = (name: string) => {
    if (operation.test(name)) count++;
    if (count === nth) process.kill(process.pid, "SIGKILL");
  };
  for (const name of OF_PATHS) {
    const call = promises[name] as Call;
    promises[name] = async (...args: never[]) => {
      const isOurs = String(args[0]).startsWith(root);
      const running = call(...args);
      // Half of the moments are while the system does it.
      if (isOurs) step(`${name} ${String(args[0]).slice(root.length)}`);
      const result = await running;
      if (isOurs && name === "open") ours.add(result as object);
      return result;
    };
  }
  for (const name of OF_HANDLES) {
    const call = prototype[name] as Call;
    prototype[name] = async function (this: object, ...args: never[]) {
      if (ours.has(this)) step(name);
      return call.apply(this, args);
    };
  }
  syncBuiltinESMExports();
}
