import { type Hdf5Data, type Hdf5Element, type Hdf5Type, type Hdf5Values, isNumeric } from "../model.ts";

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

type PackedColumn = Hdf5Data | PackedRepeats;

/** Values as they pass between threads. */
export type PackedValues = Omit<Hdf5Values, "data" | "columns"> & {
  readonly data: Hdf5Values["data"] | PackedRepeats | PackedMembers;
};

/** Fewer elements are copied as fast as they are packed. */
const WORTH_IT = 1000;
/** Elements for each different one, at least. */
const REPEATS = 4;

/** Copying an array of texts or objects takes longer than reading it, where there are many of few kinds, as names of stimuli. */
export function packValues({ columns, ...values }: Hdf5Values): PackedValues {
  const { data, shape, type } = values;
  if (columns && type.kind === "compound") {
    const members = type.members.map(
      ({ name, type: own }) => [name, packColumn(own, columns.get(name)!)] as const,
    );
    return { ...values, data: { length: shape.reduce((product, side) => product * side, 1), members } };
  }
  return { ...values, data: packColumn(type, data) };
}

function packColumn<Column extends Hdf5Data>(type: Hdf5Type, column: Column): Column | PackedRepeats {
  if (isNumeric(column) || column.length < WORTH_IT) return column;
  const hasFew = type.kind === "text" || type.kind === "reference" || type.kind === "boolean";
  return hasFew ? (packRepeats(column) ?? column) : column;
}

/** References to one object are one element already. */
function packRepeats(column: readonly Hdf5Element[]): PackedRepeats | undefined {
  const known = new Map<Hdf5Element, number>();
  const codes = new Uint32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const element = column[i]!;
    let code = known.get(element);
    if (code === undefined) {
      code = known.size;
      if (code * REPEATS > column.length) return undefined;
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
  const columns = new Map(data.members.map(([name, packed]) => [name, unpackColumn(packed)]));
  return { ...values, data: [], columns };
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
