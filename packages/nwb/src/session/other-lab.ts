import { EcephysError, isEcephysError } from "@ecephys/files";
import { type Content, type ContentDetails, detailsOf, listContents } from "../file/contents.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { Outline } from "../file/outline.ts";
import { unitsPath } from "../file/shortcuts.ts";
import { ELECTRODES } from "./allen-layout.ts";

/** Things of a file that a message names. */
const NAMED = 8;

/**
 * What a session asks of a file that may be another lab's: whether it is, and what it holds. A file of the Allen
 * Institute is only asked whether its electrodes name their probe.
 */
export class OtherLab {
  readonly #file: NwbFile;
  #electrodes: Promise<readonly string[] | undefined> | undefined;
  #outline: Promise<Outline> | undefined;
  #contents: Promise<readonly Content[]> | undefined;

  constructor(file: NwbFile) {
    this.#file = file;
  }

  /** Whether the file is in the Allen Institute's layout. */
  async isAllen(): Promise<boolean> {
    return (await this.#electrodeColumns())?.includes("probe_id") ?? false;
  }

  async hasElectrodes(): Promise<boolean> {
    return (await this.#electrodeColumns()) !== undefined;
  }

  /** The path of the one table of units; undefined, with a warning, where several could be meant. */
  async unitsPath(): Promise<string | undefined> {
    return unitsPath(this.#file, await this.contents());
  }

  /** The file's series, with their units. */
  async series(): Promise<readonly ContentDetails[]> {
    const outline = await this.#outlineOnce();
    const series = (await this.contents()).filter(({ kind }) => kind === "series");
    return Promise.all(series.map((one) => detailsOf(this.#file, outline, one, {})));
  }

  #outlineOnce(): Promise<Outline> {
    this.#outline ??= Outline.of(this.#file, {});
    this.#outline.catch(() => {
      this.#outline = undefined;
    });
    return this.#outline;
  }

  /** What the file holds. */
  contents(): Promise<readonly Content[]> {
    this.#contents ??= this.#outlineOnce().then((outline) => listContents(this.#file, outline));
    this.#contents.catch(() => {
      this.#contents = undefined;
    });
    return this.#contents;
  }

  /** What `read` gives; where it misses a part that other labs' files do not have, the error says what this file has. */
  async explain<Value>(read: () => Promise<Value>): Promise<Value> {
    try {
      return await read();
    } catch (error) {
      const isLack =
        isEcephysError(error) && error.code === "not-found" && error.resource === this.#file.location;
      if (!isLack || error.remedy?.includes(REMEDY) || (await this.isAllen().catch(() => true))) throw error;
      throw await this.#explained(error).catch(() => error);
    }
  }

  async #explained(error: EcephysError): Promise<EcephysError> {
    const paths = (await this.contents()).map(({ path }) => path);
    const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
    const held = paths.length === 0 ? "nothing else" : `${paths.slice(0, NAMED).join(", ")}${more}`;
    return new EcephysError("not-found", {
      action: error.action,
      resource: error.resource,
      reason: `${error.reason}, and is not a session file of the Allen Institute`,
      remedy: `It holds ${held}; ${REMEDY}`,
      cause: error,
    });
  }

  #electrodeColumns(): Promise<readonly string[] | undefined> {
    this.#electrodes ??= this.#file.group(ELECTRODES).then((group) => group?.children);
    this.#electrodes.catch(() => {
      this.#electrodes = undefined;
    });
    return this.#electrodes;
  }
}

const REMEDY = "openNwb reads any of it";
