import { DataArray } from "@ecephys/core/internal";
import { asText, isNumeric } from "@ecephys/hdf5/internal";
import type { NwbFile } from "../file/nwb-file.ts";

/** An image as it was shown, and as it was on the screen, which was warped for the eye. */
export interface StimulusImage {
  /** y × x; NaN outside of the screen. */
  readonly unwarped: DataArray;
  /** y × x. */
  readonly warped: DataArray;
}

const ACTION = "Reading the stimulus templates";
const TEMPLATES = "/stimulus/templates";

/** The images of a session by their names; undefined without any. Movies, which have no names of images, are left out. */
export async function readStimulusTemplates(
  file: NwbFile,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, StimulusImage> | undefined> {
  const group = await file.group(TEMPLATES);
  const images = new Map<string, StimulusImage>();
  for (const name of group?.children ?? []) {
    const path = `${TEMPLATES}/${name}`;
    const members = (await file.group(path))?.children ?? [];
    if (!["control_description", "data", "unwarped"].every((member) => members.includes(member))) continue;
    const names = asText(
      await file.read(`${path}/control_description`, ACTION, { signal }),
      file.nameOf(`${path}/control_description`),
    );
    const [warped, unwarped] = await Promise.all(
      ["data", "unwarped"].map((member) => readImages(file, `${path}/${member}`, names.length, signal)),
    );
    for (const [i, image] of names.entries())
      images.set(image, { unwarped: unwarped![i]!, warped: warped![i]! });
  }
  return images.size === 0 ? undefined : images;
}

async function readImages(
  file: NwbFile,
  path: string,
  count: number,
  signal: AbortSignal | undefined,
): Promise<DataArray[]> {
  const { data, shape } = await file.read(path, ACTION, { signal });
  const [images = 0, height = 0, width = 0] = shape;
  if (!isNumeric(data) || shape.length !== 3 || images !== count)
    file.damage(
      path,
      ACTION,
      `it does not hold ${count} images, one for each name, but (${shape.join(", ")})`,
    );
  const size = height * width;
  return Array.from(
    { length: count },
    (_, i) =>
      new DataArray({
        dims: ["y", "x"],
        shape: [height, width],
        data: data.subarray(i * size, (i + 1) * size),
      }),
  );
}
