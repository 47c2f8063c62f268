import { createRequire, syncBuiltinESMExports } from "node:module";

/** Codes of failing file systems: full, broken, forbidden, out of handles. */
export const CODES = ["ENOSPC", "EIO", "EACCES", "EMFILE"] as const;

type Call = (...args: never[]) => Promise<unknown>;
type Calls = Record<string, Call>;

const OF_PATHS = [
  "open",
  "rename",
  "unlink",
  "mkdir",
  "stat",
  "lstat",
  "realpath",
  "rmdir",
  "readdir",
  "access",
  "link",
  "readlink",
  "truncate",
  "utimes",
];
const OF_HANDLES = [
  "write",
  "read",
  "sync",
  "datasync",
  "stat",
  "truncate",
  "close",
  "writeFile",
  "readFile",
  "utimes",
];

/** What is counted, and which of it fails. */
interface Fault {
  /** Only operations on files below it count. */
  readonly root: string;
  /** Which of them fails, from 1 on. */
  readonly at: number;
  readonly code: (typeof CODES)[number];
}

let fault: (Fault & { count: number; done: string | undefined }) | undefined;
const handles = new WeakSet<object>();
let isInstalled = false;

/**
 * Runs `work` while its n-th file operation fails as the system says it; gives back that operation's name, or
 * undefined if there were fewer. The operations of Node itself are replaced, so that nothing else is played.
 */
export async function withFault(own: Fault, work: () => Promise<unknown>): Promise<string | undefined> {
  await install();
  const now = { ...own, count: 0, done: undefined as string | undefined };
  fault = now;
  try {
    await work();
  } finally {
    fault = undefined;
  }
  return now.done;
}

/** Counts the operation; whether it is the one to fail. */
function isDue(name: string): boolean {
  if (fault === undefined) return false;
  fault.count += 1;
  if (fault.count !== fault.at) return false;
  fault.done = name;
  return true;
}

function failed(name: string): Error {
  const code = fault?.code ?? "EIO";
  return Object.assign(new Error(`${code}: injected, ${name}`), { code, syscall: name });
}

async function install(): Promise<void> {
  if (isInstalled) return;
  isInstalled = true;
  const promises = createRequire(import.meta.url)("node:fs/promises") as Calls;
  const some = await (
    promises.open as unknown as (path: string) => Promise<object & { close(): Promise<void> }>
  )(import.meta.filename);
  const prototype = Object.getPrototypeOf(some) as Calls;
  await some.close();
  for (const name of OF_PATHS) {
    const call = promises[name] as Call;
    promises[name] = async (...args: never[]) => {
      const isOurs = fault !== undefined && String(args[0]).startsWith(fault.root);
      if (isOurs && isDue(name)) throw failed(name);
      const result = await call(...args);
      if (isOurs && name === "open") handles.add(result as object);
      return result;
    };
  }
  for (const name of OF_HANDLES) {
    const call = prototype[name] as Call;
    prototype[name] = async function (this: object, ...args: never[]) {
      const isFailing = handles.has(this) && isDue(`handle.${name}`);
      if (isFailing && name !== "close") throw failed(name);
      const result = await call.apply(this, args);
      // A system that fails to close a file has closed it all the same.
      if (isFailing) throw failed(name);
      return result;
    };
  }
  syncBuiltinESMExports();
}
