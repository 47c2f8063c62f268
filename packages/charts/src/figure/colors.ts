import { interpolateRdBu, interpolateViridis } from "d3-scale-chromatic";

/** A colour scale: from a number's place between 0 and 1 to red, green and blue, each 0 to 255. */
export type ColorScale = (place: number) => readonly [red: number, green: number, blue: number];

const STEPS = 256;

/** Dark to bright, the same for all kinds of colour vision: for rates and brightness. */
export const SEQUENTIAL: ColorScale = scaleOf(interpolateViridis);

/** Blue by white to red, by the sign: for voltages and current sources. */
export const DIVERGING: ColorScale = scaleOf((place) => interpolateRdBu(1 - place));

/** Grey, for what is a picture. */
export const GREY: ColorScale = (place) => {
  const value = Math.round(place * 255);
  return [value, value, value];
};

function scaleOf(interpolate: (place: number) => string): ColorScale {
  const colors = Array.from({ length: STEPS }, (_, i) => parseColor(interpolate(i / (STEPS - 1))));
  return (place) => colors[Math.round(Math.min(1, Math.max(0, place)) * (STEPS - 1))]!;
}

function parseColor(text: string): [number, number, number] {
  const hex = /^#(..)(..)(..)$/.exec(text);
  const parts = hex
    ? hex.slice(1).map((part) => Number.parseInt(part, 16))
    : text.match(/[\d.]+/g)!.map(Number);
  return [parts[0]!, parts[1]!, parts[2]!];
}
