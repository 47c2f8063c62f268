/** What a cell shows below its code. */
export type Output =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "warning"; readonly text: string }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      /** Cells as text, row by row: the first rows of all. */
      readonly rows: readonly (readonly string[])[];
      readonly totalRows: number;
    }
  | { readonly kind: "figure"; readonly light: string; readonly dark: string; readonly description: string };

/** What the page asks of the worker that runs its cells. */
export interface RunRequest {
  readonly run: number;
  readonly code: string;
  /** The directory of the sample project. */
  readonly sample: string;
  /** Width of the page's text in CSS pixels: that of figures whose code gives none. */
  readonly width: number;
}

/** What the worker tells: outputs as they come, then how the run ended. */
export type RunMessage =
  | { readonly run: number; readonly output: Output }
  | { readonly run: number; readonly done: true; readonly milliseconds: number }
  | { readonly run: number; readonly failure: string; readonly line?: number | undefined };
