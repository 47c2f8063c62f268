import { describe, expect, it } from "vitest";
import { logLines, verifyLogLines } from "../../src/progress/log.ts";
import { done, failed, planned, progress, restarted, retrying, started, waiting } from "./events.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const AT = "2026-01-02T03:04:05Z";

describe("a log", () => {
  it("logs the plan, and what happens to each file", () => {
    const log = logLines();
    const lines = [
      planned,
      started(1),
      started(2, 1e9),
      waiting(3),
      retrying(1),
      restarted(2),
      done(1),
      done(3, "present"),
      failed(2),
    ].flatMap((event) => log(event, START));
    expect(lines).toEqual([
      `${AT} to download: 2 files, 4.5 GB`,
      `${AT} session 1: started, 2 GB`,
      `${AT} session 2: resumes from 1 of 2 GB`,
      `${AT} session 3: waiting for process 4711 on lab-3`,
      `${AT} session 1: failure 2, retrying in 3 s: the connection was lost`,
      `${AT} session 2: starting over: it was changed on the server`,
      `${AT} session 1: done, 2 GB`,
      `${AT} session 3: present, 2 GB: another process downloaded it`,
      `${AT} session 2: failed: no such\\u001b[2J file`,
    ]);
  });

  it("logs overall progress at intervals, not for every chunk", () => {
    const log = logLines(10_000);
    log(planned, START);
    const own = { bytesPerSecond: 1e8, secondsLeft: 40 };
    const lines = Array.from({ length: 350 }, (_, at) => log(progress(1, at * 1e7, own), START + at * 100));
    expect(lines.flat()).toEqual([
      "2026-01-02T03:04:15Z 0 of 3 files, 16 % (1 of 6 GB), 100 MB/s, 40 s left",
      "2026-01-02T03:04:25Z 0 of 3 files, 33 % (2 of 6 GB), 100 MB/s, 40 s left",
      "2026-01-02T03:04:35Z 0 of 3 files, 50 % (3 of 6 GB), 100 MB/s, 40 s left",
    ]);
  });
});

it("a check logs its progress at intervals", () => {
  const log = verifyLogLines(10_000);
  const lines = Array.from({ length: 250 }, (_, at) =>
    log({ path: "a", files: 9, filesDone: 2, bytes: 1e9, bytesDone: at * 1e6 }, START + at * 100),
  );
  expect(lines.flat()).toEqual([
    "2026-01-02T03:04:15Z checked 2 of 9 files, 10 % (100 MB of 1 GB)",
    "2026-01-02T03:04:25Z checked 2 of 9 files, 20 % (200 MB of 1 GB)",
  ]);
});
