import { EcephysError } from "@ecephys/files";
import { SharedTasks } from "@ecephys/files/internal";
import type { Content, ContentDetails } from "../file/contents.ts";
import { detailsOf, listContents } from "../file/contents.ts";
import { deadLink } from "../file/links.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { Outline } from "../file/outline.ts";
import { unitsPath } from "../file/shortcuts.ts";
import type { SignalOptions } from "../options.ts";
import { NwbSeries } from "../series/nwb-series.ts";
import { openSeriesParts } from "../series/parts.ts";
import { openSpikeTimes, readSpikeTimes, type UnitSpikeTimes } from "./spikes.ts";

/** What several parts of a recording need; each piece is read once, on first use. */
export class RecordingReads {
  readonly file: NwbFile;
  readonly warn: (message: string) => void;
  readonly #reads = new SharedTasks({ keepResults: true, cleanupLimit: 0 });

  constructor(file: NwbFile, warn: (message: string) => void) {
    this.file = file;
    this.warn = warn;
  }

  /** What `read` gives, read once for all callers; a failure is not kept. */
  once<Value>(
    key: string,
    read: (signal: AbortSignal) => Promise<Value>,
    options: SignalOptions,
  ): Promise<Value> {
    return this.#reads.run(key, read, options.signal);
  }

  outline(options: SignalOptions): Promise<Outline> {
    return this.once("outline", (signal) => Outline.of(this.file, { signal }), options);
  }

  contents(options: SignalOptions): Promise<readonly Content[]> {
    const read = async (signal: AbortSignal) =>
      listContents(this.file.until(signal), await this.outline({ signal }));
    return this.once("contents", read, options);
  }

  details(options: SignalOptions): Promise<readonly ContentDetails[]> {
    const read = async (signal: AbortSignal) => {
      const [outline, contents] = [await this.outline({ signal }), await this.contents({ signal })];
      const file = this.file.until(signal);
      return Promise.all(contents.map((content) => detailsOf(file, outline, content, { signal })));
    };
    return this.once("details", read, options);
  }

  async unitsPath(options: SignalOptions): Promise<string | undefined> {
    return unitsPath(this.file, await this.contents(options));
  }

  /** @throws an EcephysError "not-found" that names the file, where a path is a link to nothing. */
  async refuseDeadLink(name: string, action: string, options: SignalOptions): Promise<void> {
    const path = name.startsWith("/") ? name : `/${name}`;
    const link = (await this.outline(options)).at(path)?.link;
    if (link && (await this.file.linked(path, [])) === undefined)
      throw deadLink(this.file, path, link, action);
  }

  series(path: string, options: SignalOptions): Promise<NwbSeries> {
    const read = async (signal: AbortSignal) =>
      new NwbSeries(this.file, await openSeriesParts(this.file, path, signal));
    return this.once(`series ${path}`, read, options);
  }

  /** Spike times by unit id; undefined where there are no units, or none with spike times. */
  async spikeTimes(
    unitIds: readonly number[] | undefined,
    options: SignalOptions,
  ): Promise<ReadonlyMap<number, Float64Array> | undefined> {
    const path = await this.unitsPath(options);
    if (path === undefined) return undefined;
    const open = (signal: AbortSignal) => openSpikeTimes(this.file.until(signal), path, signal);
    const found = await this.once<UnitSpikeTimes | undefined>("spike times", open, options);
    return found && readSpikeTimes(this.file, found, unitIds, options.signal);
  }

  async close(): Promise<void> {
    void this.#reads.stop(
      new EcephysError("argument", {
        action: "Reading an NWB file",
        resource: this.file.location,
        reason: "the file was closed",
        remedy: "Close a file only when nothing reads from it any more",
      }),
    );
    await this.file.hdf5.close();
  }
}
