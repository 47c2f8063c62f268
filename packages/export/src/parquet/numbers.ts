/** The numbers of a column of a row group, as they are stored; int64 is kept as numbers as long as those hold it. */
export type Numbers = Float64Array | Float32Array | Int32Array | BigInt64Array;
