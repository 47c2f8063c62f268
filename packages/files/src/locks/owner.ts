import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

/** Who holds a lock, as the lock file says it. */
export interface LockOwner {
  readonly pid: number;
  /** For humans. */
  readonly host: string;
  /** What only processes that see each other's ids have in common: the running kernel and its space of ids. */
  readonly realm: string;
  /** When the process started, in the system's own count; undefined if unknown. */
  readonly started?: string | undefined;
  /** Of this lock alone. */
  readonly token: string;
}

/** This process as the owner of a new lock. */
export async function newOwner(): Promise<LockOwner> {
  ownStart ??= startOf(process.pid);
  const [realm, started] = await Promise.all([ownRealm(), ownStart]);
  const token = crypto.randomUUID().replaceAll("-", "").slice(0, 12);
  return { pid: process.pid, host: hostname(), realm, started, token };
}

/** `undefined` for a truncated or foreign lock file. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const { pid, host, realm, started, token } = JSON.parse(text) as Record<string, unknown>;
    if (!Number.isSafeInteger(pid) || typeof host !== "string" || typeof realm !== "string") return undefined;
    if (typeof token !== "string" || !/^[\da-f]{12}$/.test(token)) return undefined;
    return {
      pid: pid as number,
      host,
      realm,
      started: typeof started === "string" ? started : undefined,
      token,
    };
  } catch {
    return undefined;
  }
}

/** Whether the owner is alive, as far as can be seen from here: not of other hosts, nor of other containers. */
export async function lifeOf(owner: LockOwner | undefined): Promise<"alive" | "dead" | "unknown"> {
  if (owner === undefined || owner.realm !== (await ownRealm())) return "unknown";
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as { code?: unknown }).code === "ESRCH") return "dead";
  }
  const started = await startOf(owner.pid);
  if (started === undefined || owner.started === undefined) return "unknown";
  // Another process may have been given the id of one that is gone.
  return started === owner.started ? "alive" : "dead";
}

/** "process 4711 on lab-3". */
export function ownerText(owner: LockOwner | undefined): string {
  return owner === undefined ? "another process" : `process ${owner.pid} on ${owner.host}`;
}

let realm: Promise<string> | undefined;
let ownStart: Promise<string | undefined> | undefined;

function ownRealm(): Promise<string> {
  realm ??= Promise.all([
    readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => ""),
    readlink("/proc/self/ns/pid").catch(() => ""),
  ]).then(([boot, ids]) => `${hostname()} ${boot.trim()} ${ids}`);
  return realm;
}

/** When a process started, in ticks since the system did; undefined if there is none, or no /proc. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name of the program, in brackets, may hold anything.
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
}
