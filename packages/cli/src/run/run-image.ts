import { extname } from "node:path";
import type { DataArray, EcephysProjectCache, PrefetchRequest, Readers } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";
import { encodePng } from "@ecephys/nwb";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import { type AgreeFlags, agreeToDownload } from "./agree-to-download.ts";
import { type OpenedCache, withCache } from "./open-cache.ts";
import { writeOutput } from "./write-output.ts";

export interface ImageFlags extends GlobalFlags, SourceFlags, AgreeFlags {
  readonly out?: string | undefined;
}

type Images = Readers<never, DataArray, DataArray>;

/** Which image to write: the readers that it needs, and the call that returns it. */
export interface ImageCall {
  /** What a terminal shows above it. */
  readonly title: string;
  readonly readers: Images;
  /** Large files that it needs, which are not downloaded without a question. */
  readonly files?: PrefetchRequest | undefined;
  readonly image: (cache: EcephysProjectCache<never, DataArray, DataArray>) => Promise<DataArray>;
}

/**
 * Writes an image from the cache as PNG to a file or a pipe, or shows it in the terminal.
 * @throws an EcephysError "argument" if the file's extension stands for another format.
 */
export async function runImage(
  { title, files, image, readers }: ImageCall,
  flags: ImageFlags,
  runtime: Runtime,
): Promise<void> {
  const { io, signal } = runtime;
  const { out } = flags;
  const read = async (opened: OpenedCache<never, DataArray, DataArray>) => {
    if (files !== undefined) await agreeToDownload(opened, files, flags, runtime);
    return image(opened.cache);
  };
  const call = () => withCache(flags, runtime, read, { readers });
  if (out === undefined && io.stdout.isTTY === true) {
    const { scene } = await import("@ecephys/charts/node");
    const { writeToTerminal } = await import("./write-to-terminal.ts");
    return writeToTerminal(scene(await call(), { title }), { ...flags, picture: "auto" }, runtime);
  }
  const ending = extname(out ?? "");
  if (ending !== "" && ending.toLowerCase() !== ".png")
    throw new EcephysError("argument", {
      action: "Writing the image",
      resource: String(out),
      reason: `images are written as PNG, not ${ending}`,
      remedy: "Use the extension .png",
    });
  const png = encodePng(await call());
  await writeOutput([png], { out, io, signal, terminal: false, ownEscapes: true });
}
