import type { Hdf5Values } from "../model.ts";

/** Text that repeats, as it passes between threads: each text once, and which of them every element is. */
export interface PackedText {
  readonly texts: readonly string[];
  readonly codes: Uint32Array;
}

/** Values as they pass between threads. */
export type PackedValues = Omit<Hdf5Values, "data"> & { readonly data: Hdf5Values["data"] | PackedText };

/** Fewer elements are copied as fast as they are packed. */
const WORTH_IT = 1000;
/** Elements for each different text, at least. */
const REPEATS = 4;

/** Copying an array of texts takes longer than reading it, where there are many of few kinds, as names of stimuli. */
export function packText(values: Hdf5Values): PackedValues {
  const { data } = values;
  if (ArrayBuffer.isView(data) || data.length < WORTH_IT) return values;
  const known = new Map<string, number>();
  const codes = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const text = data[i];
    if (typeof text !== "string") return values;
    let code = known.get(text);
    if (code === undefined) {
      code = known.size;
      if (code * REPEATS > data.length) return values;
      known.set(text, code);
    }
    codes[i] = code;
  }
  return { ...values, data: { texts: [...known.keys()], codes } };
}

/** The values of `packText` as they were. */
export function unpackText(values: PackedValues): Hdf5Values {
  const { data } = values;
  if (!("codes" in data)) return { ...values, data };
  const { codes, texts } = data;
  return { ...values, data: Array.from(codes, (code) => texts[code]!) };
}
