import type { Hdf5Element, Hdf5Type, Hdf5Values } from "../model.ts";

/** Elements that repeat, as they pass between threads: each once, and which of them every element is. */
interface PackedRepeats {
  readonly distinct: readonly Hdf5Element[];
  readonly codes: Uint32Array;
}

/** Compounds as they pass between threads: member by member. */
interface PackedMembers {
  readonly length: number;
  readonly members: readonly (readonly [name: string, column: PackedColumn])[];
}

type PackedColumn = Float64Array | PackedRepeats | readonly Hdf5Element[];

/** Values as they pass between threads. */
export type PackedValues = Omit<Hdf5Values, "data"> & {
  readonly data: Hdf5Values["data"] | PackedRepeats | PackedMembers;
};

/** Fewer elements are copied as fast as they are packed. */
const WORTH_IT = 1000;
/** Elements for each different one, at least. */
const REPEATS = 4;

/** Copying an array of texts or objects takes longer than reading it, where there are many of few kinds, as names of stimuli. */
export function packValues(values: Hdf5Values): PackedValues {
  const { data, type } = values;
  if (ArrayBuffer.isView(data) || data.length < WORTH_IT) return values;
  if (type.kind !== "compound") return { ...values, data: packColumn(type, data) };
  const rows = data as readonly Readonly<Record<string, Hdf5Element>>[];
  const members = type.members.map(({ name, type: own }) => {
    const column = rows.map((row) => row[name]!);
    return [name, packColumn(own, column)] as const;
  });
  return { ...values, data: { length: data.length, members } };
}

function packColumn(type: Hdf5Type, column: readonly Hdf5Element[]): PackedColumn {
  if (type.kind === "text" || type.kind === "reference") return packRepeats(column);
  if (column.every((element) => typeof element === "number")) return Float64Array.from(column);
  return column;
}

/** References to one object are one element already. */
function packRepeats(column: readonly Hdf5Element[]): PackedColumn {
  const known = new Map<Hdf5Element, number>();
  const codes = new Uint32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const element = column[i]!;
    let code = known.get(element);
    if (code === undefined) {
      code = known.size;
      if (code * REPEATS > column.length) return column;
      known.set(element, code);
    }
    codes[i] = code;
  }
  return { distinct: [...known.keys()], codes };
}

/** The values of `packValues` as they were. */
export function unpackValues(values: PackedValues): Hdf5Values {
  const { data } = values;
  if (!("members" in data)) return { ...values, data: unpackColumn(data) };
  const rows: Record<string, Hdf5Element>[] = Array.from({ length: data.length }, () => ({}));
  for (const [name, packed] of data.members) {
    const column = unpackColumn(packed);
    for (let row = 0; row < rows.length; row++) rows[row]![name] = column[row]!;
  }
  return { ...values, data: rows };
}

function unpackColumn<Data extends Hdf5Values["data"]>(
  data: Data | PackedRepeats,
): Data | readonly Hdf5Element[] {
  if (!("codes" in data)) return data;
  const { codes, distinct } = data;
  return Array.from(codes, (code) => distinct[code]!);
}

/** Buffers that can be handed over: those of a read, which nothing else here looks at. */
export function buffersOf(values: PackedValues): ArrayBuffer[] {
  const { data } = values;
  const columns = "members" in data ? data.members.map(([, column]) => column) : [data];
  return columns.flatMap((column) => {
    const numbers = "codes" in column ? column.codes : column;
    return ArrayBuffer.isView(numbers) ? [numbers.buffer as ArrayBuffer] : [];
  });
}
