import type { FileProblem, VerifyReport } from "@ecephys/core";
import { errorText } from "../output/error-text.ts";
import { sanitise } from "../output/sanitise.ts";
import { bytesText, filesText } from "../progress/amounts.ts";
import { describeError } from "../run/report.ts";

const MOST_NAMED = 100;

/** The result of checking the files: one line per problem, then counts, then what to do. */
export function verifyText(report: VerifyReport): string {
  const { deep, intact, leftovers, problems, strays, unrecorded } = report;
  if (problems.length === 0 && intact.files === 0 && unrecorded.length === 0)
    return "There is nothing to check: the cache is empty.\n";
  const unused = leftovers.filter(({ inUse }) => !inUse);
  const lines = [
    ...problems.slice(0, MOST_NAMED).map((problem) => `${problem.problem}  ${problem.path}: ${why(problem)}`),
    ...(problems.length > MOST_NAMED ? [`… and ${problems.length - MOST_NAMED} more problems`] : []),
    `${filesText(intact.files)} intact, ${bytesText(intact.bytes)}${deep ? "" : " (sizes compared; --deep compares every byte)"}.`,
    ...(unrecorded.length > 0
      ? [`${filesText(unrecorded.length)} without an integrity record: they cannot be checked.`]
      : []),
    ...(strays.length > 0 ? [`${filesText(strays.length)} that do not belong to the cache.`] : []),
    ...(unused.length > 0 ? [`${filesText(unused.length)} left by interrupted work.`] : []),
    ...(leftovers.length > unused.length
      ? [`${filesText(leftovers.length - unused.length)} in use by another process.`]
      : []),
    problems.length > 0
      ? `${filesText(problems.length)} damaged or missing: \`ecephys cache repair${deep ? " --deep" : ""}\` downloads them again.`
      : "The cache is intact.",
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

function why({ byteLength, error, problem, record }: FileProblem): string {
  if (error !== undefined) return errorText(error);
  if (problem === "missing")
    return record ? "it was downloaded, but is missing" : "it is a link to a file that does not exist";
  if (record === undefined) return `${bytesText(byteLength ?? 0)} on disk`;
  if (byteLength === record.byteLength) return "its bytes differ from those that were downloaded";
  return `${(byteLength ?? 0).toLocaleString("en")} of ${record.byteLength.toLocaleString("en")} bytes`;
}

/** The same as printed by `--json`. */
export function verifyReport({ problems, ...rest }: VerifyReport) {
  return {
    ...rest,
    problems: problems.map(({ error, ...problem }) => ({
      ...problem,
      ...(error === undefined ? {} : { error: describeError(error) }),
    })),
  };
}
