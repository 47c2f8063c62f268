import type { StreamedFile } from "@ecephys/files";
import type { ReadBytes } from "../object-header.ts";
import { STREAMED_BLOCK as BLOCK } from "../volume.ts";

export type Part = readonly [start: number, end: number];

/** Bytes that are not in memory. */
export class Lacking extends Error {
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    super("not in memory");
    this.parts = parts;
  }
}

type Looks = readonly (() => unknown)[];

/**
 * What several looks at the file give, none of which needs what another one finds: what all of them lack is thrown
 * together.
 */
export function lookAll<Each extends Looks>(...looks: Each): { [I in keyof Each]: ReturnType<Each[I]> } {
  const lacking: Part[] = [];
  const found = looks.map((look) => {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof Lacking)) throw error;
      lacking.push(...error.parts);
      return undefined;
    }
  });
  if (lacking.length > 0) throw new Lacking(lacking);
  return found as { [I in keyof Each]: ReturnType<Each[I]> };
}

/** The library's reads go to whole blocks. */
export function inBlocks([start, end]: Part, byteLength: number): Part {
  return [Math.floor(start / BLOCK) * BLOCK, Math.min(byteLength, Math.ceil(end / BLOCK) * BLOCK)];
}

/** Reads what is in memory of a file on a server; of what is not, the function throws that it lacks. */
export function bytesInMemory(file: StreamedFile): ReadBytes {
  return (position, length) => {
    const end = Math.min(file.byteLength, position + length);
    const whole = inBlocks([position, end], file.byteLength);
    const bytes = file.has(...whole) ? file.peek(position, end) : undefined;
    if (bytes === undefined) throw new Lacking([whole]);
    return bytes;
  };
}
