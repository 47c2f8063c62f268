import type { Hdf5Type } from "@ecephys/hdf5";
import type { Attributes, Member, Members } from "./members.ts";
import { numberOf, textOf, typeOf } from "./values.ts";
import { counted } from "./warnings.ts";

/** What the samples of a series are. */
export type ValueKind = "integer" | "number" | "text" | "boolean" | "compound";

/** A fault of a series, to be told once. */
export interface SeriesFault {
  readonly fault: string;
  readonly text: string;
}

/** How a series lies in its file, without any of its values. */
export interface SeriesLayout {
  readonly path: string;
  readonly type: string | undefined;
  readonly description: string;
  readonly comments: string;
  /** Time first; undefined where the series has no samples in this file. */
  readonly shape: readonly number[] | undefined;
  /** As it is stored. */
  readonly storedShape: readonly number[] | undefined;
  /** Whether channels are stored first. */
  readonly isTransposed: boolean;
  readonly valueKind: ValueKind | undefined;
  readonly unit: string | undefined;
  readonly conversion: number;
  readonly offset: number;
  readonly time: "timestamps" | "rate" | "none";
  /** Samples per second, where there is a rate and no timestamps. */
  readonly rate: number | undefined;
  readonly timeUnit: string;
  /** Samples with a time, or times without samples. */
  readonly count: number;
  readonly faults: readonly SeriesFault[];
}

/** Looks at the parts of a series; by what is there, whatever its type. */
export function seriesLayout(path: string, attributes: Attributes, members: Members): SeriesLayout {
  const faults: SeriesFault[] = [];
  const tell = (fault: string, text: string) => faults.push({ fault, text });
  const data = members.get("data");
  const type = typeOf(attributes);
  const isOutside = members.has("external_file") && (data === undefined || isEmpty(data));
  const stored = isOutside ? undefined : data?.dataset.shape;
  const stamps = members.get("timestamps");
  const times = stamps && lengthOf(stamps);
  const turned = stored && turn(stored, times, lengthOf(members.get("electrodes")));
  if (turned?.isTransposed && turned.shape.length > 1)
    tell(
      "the other way round",
      `its data is stored the other way round, ${counted(stored![0]!, "row")} by ${counted(stored![1]!, "column")}: it is turned, time first.`,
    );
  if (data === undefined && !isOutside && type?.endsWith("Series"))
    tell("no data", "the series has no data.");
  const rate = rateOf(members, tell);
  const time = stamps ? "timestamps" : rate === undefined ? "none" : "rate";
  if (time === "none" && !members.has("starting_time")) tell("no times", "the series has no times.");
  let shape = turned?.shape;
  if (shape && times !== undefined && times !== shape[0]) {
    tell(
      "data and timestamps differ",
      `it has ${counted(shape[0] ?? 0, "sample")} and ${counted(times, "timestamp")}: as many samples as both have are read.`,
    );
    shape = [Math.min(times, shape[0] ?? 0), ...shape.slice(1)];
  }
  const conversion = factor(data, "conversion", 1, tell);
  const offset = factor(data, "offset", 0, tell);
  return {
    path,
    type,
    description: textOf(attributes, "description") ?? "",
    comments: textOf(attributes, "comments") ?? "",
    shape,
    storedShape: stored,
    isTransposed: turned?.isTransposed ?? false,
    valueKind: data && valueKind(data.dataset.type),
    unit: textOf(data?.attributes ?? {}, "unit"),
    conversion,
    offset,
    time,
    rate: stamps ? undefined : rate,
    timeUnit: textOf((stamps ?? members.get("starting_time"))?.attributes ?? {}, "unit") ?? "seconds",
    count: shape ? (shape[0] ?? 1) : (times ?? 0),
    faults,
  };
}

function isEmpty({ dataset: { shape = [0] } }: Member): boolean {
  return shape.includes(0);
}

/** The length of a list, also of one that is written as a matrix of one row or column. */
export function lengthOf(member: Member): number;
export function lengthOf(member: Member | undefined): number | undefined;
export function lengthOf(member: Member | undefined): number | undefined {
  return member && (member.dataset.shape ?? [0]).reduce((product, length) => product * length, 1);
}

/** Time first. A square matrix is left as it is, and (n, 1) and (1, n) are n samples. */
function turn(
  shape: readonly number[],
  times: number | undefined,
  electrodes: number | undefined,
): { readonly shape: readonly number[]; readonly isTransposed: boolean } {
  const [first = 1, second, ...rest] = shape;
  if (second === undefined || rest.length > 0)
    return { shape: [first, ...shape.slice(1)], isTransposed: false };
  const isTransposed =
    times !== undefined
      ? times !== first && times === second
      : electrodes !== undefined && electrodes === first && electrodes !== second;
  const [samples, channels] = isTransposed ? [second, first] : [first, second];
  return { shape: channels === 1 && electrodes !== 1 ? [samples] : [samples, channels], isTransposed };
}

function rateOf(members: Members, tell: (fault: string, text: string) => void): number | undefined {
  const start = members.get("starting_time");
  if (!start || members.has("timestamps")) return undefined;
  const rate = numberOf(start.attributes, "rate");
  if (rate !== undefined && rate > 0 && Number.isFinite(rate)) return rate;
  tell("no rate", `its rate of ${rate} Hz gives no times.`);
  return undefined;
}

function factor(
  data: Member | undefined,
  name: "conversion" | "offset",
  otherwise: number,
  tell: (fault: string, text: string) => void,
): number {
  const value = data && numberOf(data.attributes, name);
  if (value === undefined) return otherwise;
  if (!Number.isFinite(value)) tell(`no ${name}`, `its ${name} is ${value}: values are given as stored.`);
  return value;
}

function valueKind({ kind }: Hdf5Type): ValueKind {
  switch (kind) {
    case "integer":
    case "boolean":
    case "text":
      return kind;
    case "float":
      return "number";
    case "enum":
      return "text";
    default:
      return "compound";
  }
}
