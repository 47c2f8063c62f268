/** What a figure shows, in the few kinds that can be drawn with characters. */
export type Sketch = PointsSketch | RowsSketch | MapSketch;

interface Axes {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xDomain: readonly [first: number, last: number];
}

/** Dots or curves in one coordinate system. */
export interface PointsSketch extends Axes {
  readonly kind: "points";
  /** From the bottom to the top; the other way round where the first is greater. */
  readonly yDomain: readonly [bottom: number, top: number];
  readonly series: readonly SketchSeries[];
  /** Names of columns of equal width, in place of the numbers of the x axis. */
  readonly xNames?: readonly string[];
}

export interface SketchSeries {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Whether neighbours are joined by lines. */
  readonly connected: boolean;
}

/** Rows with a name each: bars of one length, histograms, or spans of time. */
export interface RowsSketch {
  readonly kind: "rows";
  readonly label: string;
  readonly rows: readonly SketchRow[];
}

export type SketchRow = { readonly name: string } & (
  | { readonly bar: number }
  | { readonly heights: ArrayLike<number>; readonly note: string }
  | {
      readonly spans: readonly (readonly [from: number, to: number])[];
      readonly domain: readonly [number, number];
    }
);

/** Numbers in rows and columns, as brightness or colour. */
export interface MapSketch extends Axes {
  readonly kind: "map";
  /** Row by row, the first on top. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly range: readonly [low: number, high: number];
  readonly scale: (place: number) => readonly [number, number, number];
  /** The labels of the first and the last row. */
  readonly yEnds: readonly [top: string, bottom: string];
}
