import { readFileSync, writeSync } from "node:fs";

/** The report of a measured process, as one line of JSON. */
export interface ChildReport {
  /** Rows of the answer. */
  readonly rows: number;
  /** Milliseconds by step. */
  readonly steps: Readonly<Record<string, number>>;
  /** Processor time of the whole process so far, milliseconds: more reliable than the clock on a busy machine. */
  readonly processor: number;
  /** Highest resident memory, MiB. */
  readonly peakMemory: number;
}

/** Runs steps one after the other and times them. */
export class Stopwatch {
  readonly steps: Record<string, number> = {};

  async step<T>(name: string, action: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await action();
    this.steps[name] = performance.now() - start;
    return result;
  }

  report(rows: number): void {
    const { user, system } = process.cpuUsage();
    const processor = (user + system) / 1000;
    const report: ChildReport = { rows, steps: this.steps, processor, peakMemory: peakMemory() };
    // Opening a stream for one line would be measured as well.
    writeSync(1, `${JSON.stringify(report)}\n`);
  }
}

/** Highest resident memory so far, MiB: the kernel's own count if there is one (`maxRSS` may be the parent's). */
export function peakMemory(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1024;
}
