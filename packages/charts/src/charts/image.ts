import type { DataArray } from "@ecephys/core";
import type { OptionNames } from "@ecephys/files";
import { GREY } from "../figure/colors.ts";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figure/figure.ts";
import { heatMark, panel } from "../figure/panel.ts";
import { figure, figureSetup } from "../figure/setup.ts";
import { rangeOf } from "../numbers/range.ts";

const OPTIONS: OptionNames<FigureOptions> = FIGURE_OPTIONS;

/**
 * A picture that was shown, with its pixels counted along the sides.
 * @param image rows × columns: a natural scene, or a frame of a movie (`movie.isel({ frame: 0 })`).
 * @throws an EcephysError "argument" for an array of other dimensions.
 */
export function scene(image: DataArray, options: FigureOptions = {}): Figure {
  return picture(image, "Natural scene", "Drawing a scene", options);
}

/**
 * A frame of a natural movie.
 * @param movie frame × row × column.
 * @param frame Counted from 0.
 * @throws an EcephysError "not-found" for a frame that the movie lacks, "argument" for an array of other dimensions.
 */
export function movieFrame(movie: DataArray, frame: number, options: FigureOptions = {}): Figure {
  return picture(
    movie.isel({ [movie.dims[0] ?? "frame"]: frame }),
    `Frame ${frame}`,
    "Drawing a movie's frame",
    options,
  );
}

function picture(image: DataArray, title: string, action: string, options: FigureOptions): Figure {
  const { checks, width, height } = figureSetup(action, options, OPTIONS);
  const [rows = 0, columns = 0] = image.shape;
  if (image.shape.length !== 2 || rows === 0 || columns === 0)
    throw checks.refusal("the image", image.dims.join(" × "), "an image of rows × columns");
  const map = { values: image.data, rows, columns, range: rangeOf(image.data), scale: GREY };
  return figure(
    {
      title,
      subtitle: `${columns} × ${rows} pixels`,
      description: `A picture of ${columns} × ${rows} pixels.`,
      width,
      table: () => image.toTable(),
      sketch: () => ({
        ...map,
        kind: "map",
        xLabel: "column (pixel)",
        yLabel: "row (pixel)",
        xDomain: [0, columns],
        yEnds: ["0", String(rows)],
      }),
      panels: (document) => [
        panel(document, {
          width,
          height: height ?? Math.round(((width - 74) * rows) / columns) + 58,
          x: { label: "column (pixel)", domain: [0, columns], ticks: 5 },
          y: { label: "row (pixel)", domain: [rows, 0], ticks: 5 },
          marks: [heatMark(map)],
        }),
      ],
    },
    options,
  );
}
