import { mkdirSync, writeFileSync } from "node:fs";
import type { GoldenEntry } from "@ecephys/fixtures";
import type { Verdict } from "./harness.ts";
import { exceptionOf } from "./harness.ts";

type Result = Verdict["result"] | "failed";

const RESULTS = ["compared", "exception", "information", "failed"] as const satisfies Result[];

/** Counts the results of the entries by group. */
export class Tally {
  readonly #counts = new Map<string, Record<Result, number>>();
  readonly #notes = new Map<string, { reason: string; entries: number }>();

  add(project: string, entry: GoldenEntry, result: Result): void {
    const group = `${project} ${project === "quirks" ? "(all)" : entry.group.replace(/-\d{9}/, "-N")}`;
    const counts = this.#counts.get(group) ?? {
      compared: 0,
      exception: 0,
      information: 0,
      failed: 0,
    };
    counts[result] += 1;
    this.#counts.set(group, counts);
    const exception = exceptionOf(entry);
    if (exception === undefined || result !== "exception") return;
    const key = `${exception.note}: ${exception.reason}`;
    this.#notes.set(key, { reason: key, entries: (this.#notes.get(key)?.entries ?? 0) + 1 });
  }

  /** Prints the counts and keeps them in reports/reference.json. */
  report(): void {
    const width = Math.max(...[...this.#counts.keys()].map((group) => group.length));
    const lines = [...this.#counts].map(
      ([group, counts]) =>
        group.padEnd(width) + RESULTS.map((result) => String(counts[result]).padStart(13)).join(""),
    );
    const header = "group".padEnd(width) + RESULTS.map((result) => result.padStart(13)).join("");
    const notes = [...this.#notes.values()].map(
      ({ reason, entries }) => `${String(entries).padStart(5)}  ${reason}`,
    );
    console.log(
      [header, ...lines, "", "entries that are not compared with AllenSDK's answer:", ...notes].join("\n"),
    );
    mkdirSync("reports", { recursive: true });
    const report = { groups: Object.fromEntries(this.#counts), exceptions: Object.fromEntries(this.#notes) };
    writeFileSync("reports/reference.json", `${JSON.stringify(report, undefined, 2)}\n`);
  }
}
