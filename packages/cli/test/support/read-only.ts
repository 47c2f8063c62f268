import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes a directory read-only, and returns a function that undoes it. Permissions do not bind the superuser,
 * for whom it is mounted read-only.
 */
export function readOnly(directory: string): () => void {
  if (process.getuid?.() !== 0) {
    setMode(directory, 0o555, 0o444);
    return () => setMode(directory, 0o755, 0o644);
  }
  execFileSync("mount", ["--bind", directory, directory]);
  execFileSync("mount", ["-o", "remount,ro,bind", directory]);
  return () => void execFileSync("umount", [directory]);
}

function setMode(path: string, directories: number, files: number): void {
  const isDirectory = lstatSync(path).isDirectory();
  if (isDirectory) {
    chmodSync(path, 0o755);
    for (const name of readdirSync(path)) setMode(join(path, name), directories, files);
  }
  chmodSync(path, isDirectory ? directories : files);
}
