import { readFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";

/** To so many milliseconds is the time of the start known where the system gives its run no name. */
const ROUNDING = 60_000;

let boot: Promise<string> | undefined;

/** A name of this run of the machine, which changes when it starts again. */
export function bootOfMachine(): Promise<string> {
  boot ??= readFile("/proc/sys/kernel/random/boot_id", "utf8")
    .catch(() => String(Math.round((Date.now() - uptime() * 1000) / ROUNDING)))
    .then((id) => `${hostname()} ${id.trim()}`);
  return boot;
}
