/** Things beside each other, and how much each is of what was counted or measured. */
export interface Bars {
  readonly title: string;
  /** What the numbers are in, such as "s"; "" for counts. */
  readonly unit: string;
  /** What is compared in each row. */
  readonly series: readonly string[];
  /** Whether the longest bar of each row is as long as there is room, where rows are of different sizes. */
  readonly byRow?: boolean;
  readonly rows: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[];
}

/** What the figures of bars say that are taken from the page of benchmarks. */
export function barsOfBenchmarks(markdown: string): Readonly<Record<"downloads" | "streaming", Bars>> {
  const streams = tableOf(markdown, "session.nwb");
  const downloads = tableOf(markdown, "2 GiB");
  return {
    downloads: {
      title: "Throughput of a download of 2 GiB",
      unit: "MB/s",
      series: ["ecephys, flushed and with SHA-256", "curl, flushed", "curl, then sha256sum"],
      rows: downloads.map((row) => ({
        name: row["2 GiB"]!,
        values: ["ours", "curl, flushed", "and sha256sum"].map((head) => numberIn(row[head], "MB/s")),
      })),
    },
    streaming: {
      title: "Time to read from a file of 2.8 GB on a server",
      unit: "s",
      byRow: true,
      series: ["ecephys", "remfile", "fsspec"],
      rows: streams.map((row) => ({
        name: row["session.nwb"]!,
        values: ["ours", "remfile", "fsspec"].map((head) => numberIn(row[head], "s")),
      })),
    },
  };
}

/** The rows of the table whose first column has this head, by their heads. */
function tableOf(markdown: string, first: string): Readonly<Record<string, string>>[] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${first} |`));
  const end = lines.findIndex((line, i) => i > start && !line.startsWith("|"));
  if (start < 0) throw new Error(`The benchmarks have no table of ${first}.`);
  const [head, , ...rows] = lines.slice(start, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i]!])));
}

/** The first number of a cell that is in this unit: "1,095 MB/s", "0.25 s, 2 / 4.3". */
function numberIn(cell: string | undefined, unit: string): number | undefined {
  const found = cell?.match(/^([\d.,]+) (\S+?),?(?: |$)/);
  return found && found[2] === unit ? Number(found[1]!.replaceAll(",", "")) : undefined;
}
