import type { FileProblem, VerifyReport } from "@ecephys/core";
import { errorText } from "../output/error-text.ts";
import { sanitise } from "../output/sanitise.ts";
import { bytesText, filesText } from "../progress/amounts.ts";
import { describeError } from "../run/report.ts";

const MOST_NAMED = 100;

/** What a check of the files found: a line a problem, then counts, then what helps. */
export function verifyText(report: VerifyReport): string {
  const { deep, intact, leftovers, problems, strays, unrecorded } = report;
  if (problems.length === 0 && intact.files === 0 && unrecorded.length === 0)
    return "There is nothing to check: no file of a cache is there.\n";
  const unused = leftovers.filter(({ inUse }) => !inUse);
  const lines = [
    ...problems.slice(0, MOST_NAMED).map((problem) => `${problem.problem}  ${problem.path}: ${why(problem)}`),
    ...(problems.length > MOST_NAMED ? [`… and ${problems.length - MOST_NAMED} more problems`] : []),
    `${filesText(intact.files)} intact, ${bytesText(intact.bytes)}${deep ? "" : " (sizes compared; --deep compares every byte)"}.`,
    ...(unrecorded.length > 0
      ? [`${filesText(unrecorded.length)} without an integrity record: nothing is known against them.`]
      : []),
    ...(strays.length > 0 ? [`${filesText(strays.length)} that the cache knows nothing of.`] : []),
    ...(unused.length > 0 ? [`${filesText(unused.length)} left of interrupted work.`] : []),
    ...(leftovers.length > unused.length
      ? [`${filesText(leftovers.length - unused.length)} that another process is at work on.`]
      : []),
    problems.length > 0
      ? `${filesText(problems.length)} damaged or missing: \`ecephys cache repair${deep ? " --deep" : ""}\` fetches them anew.`
      : "The cache is whole.",
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

function why({ byteLength, error, problem, record }: FileProblem): string {
  if (error !== undefined) return errorText(error);
  if (problem === "missing")
    return record ? "it was fetched, and is not there" : "there is a link, and nothing behind it";
  if (record === undefined) return `${bytesText(byteLength ?? 0)} are there`;
  if (byteLength === record.byteLength) return "other bytes than were fetched";
  return `${(byteLength ?? 0).toLocaleString("en")} of ${record.byteLength.toLocaleString("en")} bytes are there`;
}

/** The same as `--json` gives it. */
export function verifyReport({ problems, ...rest }: VerifyReport) {
  return {
    ...rest,
    problems: problems.map(({ error, ...problem }) => ({
      ...problem,
      ...(error === undefined ? {} : { error: describeError(error) }),
    })),
  };
}
