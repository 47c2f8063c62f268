import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync } from "node:fs";

const NOBODY = 65_534;

/** Does something in a directory that may be read and not written to, as a user who is not root. */
export function withoutRightsTo(directory: string, work: () => Promise<void>): Promise<void> {
  return withMode(directory, 0o555, work);
}

/** Does something while nothing can be written in a directory: for the superuser, it is mounted read-only. */
export async function onReadOnly(directory: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return withoutRightsTo(directory, work);
  execFileSync("mount", ["--bind", directory, directory]);
  try {
    execFileSync("mount", ["-o", "remount,ro,bind", directory]);
    await work();
  } finally {
    execFileSync("umount", [directory]);
  }
}

/** Does something while a directory may not be looked into, as a user who is not root. */
export function withoutSightOf(directory: string, work: () => Promise<void>): Promise<void> {
  return withMode(directory, 0o000, work);
}

async function withMode(directory: string, mode: number, work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(directory, mode);
  if (isRoot) {
    chownSync(directory, NOBODY, NOBODY);
    process.seteuid?.(NOBODY);
  }
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(directory, 0o755);
  }
}

/** Does something where little can be written: on a disk of 256 kB where one can be mounted, else under a limit. */
export async function onSmallDisk(directory: string, work: (root: string) => Promise<void>): Promise<void> {
  const unmount = mountSmall(directory);
  if (unmount === undefined) return withSmallFiles(() => work(directory));
  try {
    await work(directory);
  } finally {
    unmount();
  }
}

/** Does something while this process may write no file of more than 64 kB. */
export async function withSmallFiles(work: () => Promise<void>): Promise<void> {
  const unlimit = limit("fsize", 65_536);
  try {
    await work();
  } finally {
    unlimit();
  }
}

/** Does something while this process may open no more files. */
export async function withFewHandles<Value>(work: () => Promise<Value>): Promise<Value> {
  // A process without handles can start no other: the one that gives them back is there before.
  const set = (to: string | number) => `prlimit ${SELF.join(" ")} --nofile=${to}:`;
  const keeper = spawn("sh", ["-c", `${set(0)}; echo; read answer; ${set(softLimit("nofile"))}`]);
  await once(keeper.stdout, "data");
  try {
    return await work();
  } finally {
    keeper.stdin.end("\n");
    await once(keeper, "close");
  }
}

function mountSmall(directory: string): (() => void) | undefined {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", directory], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return () => execFileSync("umount", [directory]);
}

/** Sets a soft limit of this process, and gives back what takes it away. */
function limit(name: string, value: number): () => void {
  const before = softLimit(name);
  execFileSync("prlimit", [...SELF, `--${name}=${value}:`]);
  return () => void execFileSync("prlimit", [...SELF, `--${name}=${before}:`]);
}

const SELF = ["--pid", String(process.pid)];

function softLimit(name: string): string {
  const columns = ["--noheadings", "--raw", "--output", "SOFT"];
  return execFileSync("prlimit", [...SELF, `--${name}`, ...columns], { encoding: "utf8" }).trim();
}
