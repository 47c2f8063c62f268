import type { Span } from "../state.ts";
import { panned, zoomed } from "./time-window.ts";

/** What gestures need to know of the view, and change of it. */
export interface GestureView {
  readonly time: () => Span;
  readonly whole: () => Span;
  /** Left end and width of the rows, in CSS pixels of the element. */
  readonly rows: () => { readonly left: number; readonly width: number };
  readonly go: (time: Span) => void;
}

/** Dragging moves, two fingers zoom, the wheel zooms where the view has the focus (or with Ctrl), and moves sideways. */
export function useGestures({ time, whole, rows, go }: GestureView) {
  const held = new Map<number, number>();

  const placeOf = (event: MouseEvent) => {
    const { left, width } = rows();
    const x = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
    return Math.min(1, Math.max(0, (x - left) / width));
  };

  function down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const element = event.currentTarget as HTMLElement;
    element.setPointerCapture(event.pointerId);
    held.set(event.pointerId, event.clientX);
  }

  function move(event: PointerEvent): void {
    const before = held.get(event.pointerId);
    if (before === undefined) return;
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    held.set(event.pointerId, event.clientX);
    if (other === undefined) {
      go(panned(time(), (before - event.clientX) / rows().width, whole()));
      return;
    }
    const [was, is] = [Math.abs(before - other), Math.abs(event.clientX - other)];
    if (was > 8 && is > 8) go(zoomed(time(), was / is, placeOf(event), whole()));
  }

  function up(event: PointerEvent): void {
    held.delete(event.pointerId);
  }

  function wheel(event: WheelEvent): void {
    const element = event.currentTarget as HTMLElement;
    const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (Math.abs(across) > Math.abs(event.deltaY) || event.shiftKey) {
      event.preventDefault();
      go(panned(time(), across / rows().width, whole()));
    } else if (event.ctrlKey || event.metaKey || element === document.activeElement) {
      event.preventDefault();
      go(zoomed(time(), Math.exp(event.deltaY * 0.002), placeOf(event), whole()));
    }
  }

  return { down, move, up, wheel };
}
