import type { Colors } from "./paint/canvas.ts";

/** The colours of an element's surroundings, from the custom properties that explorer.css sets for light and dark. */
export function colorsOf(element: Element): Colors {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: of("--ex-ink"),
    muted: of("--ex-muted"),
    grid: of("--ex-grid"),
    categories: Array.from({ length: 8 }, (_, i) => of(`--ex-${i + 1}`)),
  };
}
