/** The typed arrays that hold an array's values. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** The label of a position along a dimension: an id, a time, an acronym. */
export type Label = number | string;

/** The labels along one dimension: numbers in a typed array, or text. */
export type Labels = NumericArray | readonly Label[];
