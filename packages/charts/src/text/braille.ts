/** Dots of a braille character, by column and row of its 2 × 4 places. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const EMPTY = 0x2800;

/** A grid of dots, two across and four down to a character; each character has the colour of its last dot. */
export class BrailleCanvas {
  readonly #columns: number;
  readonly #rows: number;
  readonly #cells: Uint8Array;
  readonly #colors: Uint8Array;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#cells = new Uint8Array(columns * rows);
    this.#colors = new Uint8Array(columns * rows);
  }

  /** Number of dots across. */
  get width(): number {
    return this.#columns * 2;
  }

  /** Number of dots down. */
  get height(): number {
    return this.#rows * 4;
  }

  /** Sets a dot, counted from the left and from the top; nothing outside. */
  dot(x: number, y: number, color: number): void {
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height)) return;
    const cell = (y >> 2) * this.#columns + (x >> 1);
    this.#cells[cell]! |= DOTS[x & 1]![y & 3]!;
    this.#colors[cell] = color;
  }

  /** Dots along a line between two. */
  line(x1: number, y1: number, x2: number, y2: number, color: number): void {
    const steps = Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1), 1);
    if (steps > this.width + this.height) return;
    for (let i = 0; i <= steps; i++)
      this.dot(Math.round(x1 + ((x2 - x1) * i) / steps), Math.round(y1 + ((y2 - y1) * i) / steps), color);
  }

  /** The lines of text; `paint` colours a character. */
  lines(paint: (text: string, color: number) => string): string[] {
    return Array.from({ length: this.#rows }, (_, row) => {
      const cells = this.#cells.subarray(row * this.#columns, (row + 1) * this.#columns);
      const colors = this.#colors.subarray(row * this.#columns, (row + 1) * this.#columns);
      let [line, run] = ["", ""];
      for (const [column, bits] of cells.entries()) {
        run += bits === 0 ? " " : String.fromCharCode(EMPTY + bits);
        const color = colors[column]!;
        if (column + 1 < cells.length && colors[column + 1] === color) continue;
        line += run.trim() === "" ? run : paint(run, color);
        run = "";
      }
      return line.trimEnd();
    });
  }
}
