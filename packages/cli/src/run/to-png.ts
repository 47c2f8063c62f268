import { EcephysError } from "@ecephys/files";
import type { RenderedImage } from "@resvg/resvg-js";
import type { Pixels } from "./terminal-picture.ts";

interface PngOptions {
  /** Pixels per CSS pixel. */
  readonly scale: number;
  readonly warn: (message: string) => void;
}

/** A letter alone: without any font it leaves no pixel. */
const LETTER = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="16">M</text></svg>';

/**
 * Converts an SVG to PNG with resvg, which is installed unless optional packages were left out.
 * @throws an EcephysError "unsupported" where it is missing.
 */
export async function toPng(svg: string, options: PngOptions): Promise<Uint8Array> {
  return (await rendered(svg, options)).asPng();
}

/** The same as pixels. @throws as `toPng` does. */
export async function toPixels(svg: string, options: PngOptions): Promise<Pixels> {
  const { pixels, width, height } = await rendered(svg, options);
  return { pixels, width, height };
}

async function rendered(svg: string, { scale, warn }: PngOptions): Promise<RenderedImage> {
  const { Resvg } = await import("@resvg/resvg-js").catch((cause: unknown) => {
    throw new EcephysError("argument", {
      action: "Drawing a figure",
      resource: "a PNG",
      reason: "the optional package @resvg/resvg-js, which converts to PNG, is not installed",
      remedy: "Install it (npm install @resvg/resvg-js), or write an SVG: --out FILE.svg",
      cause,
    });
  });
  const font = { loadSystemFonts: true };
  if (new Resvg(LETTER, { font }).render().pixels.every((value) => value === 0))
    warn(
      "This machine has no fonts, so the PNG has no text. Install a font, or write an SVG: --out FILE.svg",
    );
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: scale } }).render();
}
