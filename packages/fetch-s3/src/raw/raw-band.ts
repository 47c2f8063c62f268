import { DataArray, type IndexRange } from "@ecephys/core";
import { readPositions } from "@ecephys/core/internal";
import {
  argumentChecks,
  type ByteSource,
  EcephysError,
  type OptionNames,
  type RemoteFile,
  remoteByteSource,
} from "@ecephys/files";

/** Channels of a Neuropixels probe of this data set: all of them are in the file, and nothing else is. */
const CHANNELS = 384;
const BYTES = Int16Array.BYTES_PER_ELEMENT;
const ROW = CHANNELS * BYTES;
/** Most bytes of one read, an hour and more of a few channels being no reason to run out of memory. */
const MOST_BYTES = 2 ** 30;

/** Which part of a raw recording. */
export interface RawSelection {
  /** Positions of samples: `{ start, end }`, the end exclusive; negative ones count from the end. All by default. */
  readonly samples?: IndexRange | undefined;
  /** Channels by their position on the probe, 0 to 383 (`local_index` of the channels); all by default. */
  readonly channels?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const SELECTION: OptionNames<RawSelection> = { samples: true, channels: true, signal: true };

/** A raw recording on a server, as its reader needs it. */
export interface RawBandSource {
  readonly name: string;
  readonly file: RemoteFile;
  /** Samples a second by the probe's clock, of the table of probes. */
  readonly samplingRate: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * A probe's raw recording that stays on the server: samples x channels, int16, all channels of a sample beside each
 * other. Any number of consecutive samples is one request: 150 ms of the spike band are 3.5 MB, whichever channels
 * are wanted.
 *
 * Values are the steps of the converter as they were written. What a step is in microvolts is not in these files,
 * and public sources disagree (0.195 and 2.34), so no unit is given. Sample times are by the probe's own clock,
 * which starts elsewhere and runs slightly differently from that of the session's NWB file; the pulses that both
 * recorded (`event_timestamps.npy` of the probe, `sync.h5` of the session) tie them together.
 */
export class RawBand {
  readonly name: string;
  readonly dims = ["sample", "channel"] as const;
  /** Samples and channels. */
  readonly shape: readonly [samples: number, channels: number];
  /** Samples a second by the probe's clock; NaN where the table of probes does not say. */
  readonly samplingRate: number;
  /** Where the recording is. */
  readonly url: string;
  readonly #source: ByteSource;

  private constructor({ file, name, samplingRate }: RawBandSource, source: ByteSource) {
    this.name = name;
    this.url = file.url;
    this.samplingRate = samplingRate;
    this.shape = [source.byteLength / ROW, CHANNELS];
    this.#source = source;
  }

  /** Opens a recording: its size is requested, nothing else. @throws an EcephysError "format" if it cannot be one. */
  static async open(source: RawBandSource): Promise<RawBand> {
    const { file, name, signal } = source;
    const bytes = await remoteByteSource(file, { signal, retry: file.retry });
    if (bytes.byteLength % ROW === 0) return new RawBand(source, bytes);
    throw new EcephysError("format", {
      action: "Opening a raw recording",
      resource: `${name} (${file.url})`,
      reason: `its ${bytes.byteLength} bytes are no whole number of samples of ${CHANNELS} channels`,
      remedy: "It may be incomplete on the server, or of another probe type",
    });
  }

  /**
   * The samples and channels of a selection, by one request: dims sample x channel, Int16Array. Coordinates are
   * `sample` (position in the file), `channel` (position on the probe) and `probe_time` (seconds since the first
   * sample, by the probe's clock and its nominal rate).
   * @throws an EcephysError "argument" for more than 1 GiB at once, "not-found" for positions that do not exist,
   * "fetch", "response"; the signal's reason.
   * @example
   * import { s3 } from "@ecephys/fetch-s3";
   *
   * const band = await s3().getSpikeBand(810755797);
   * const part = await band.read({ samples: { start: 600, end: 5100 }, channels: [100, 101] });
   * console.log(part.shape); // [4500, 2]
   */
  async read(selection: RawSelection = {}): Promise<DataArray<Int16Array>> {
    const checks = argumentChecks("Reading a raw recording");
    const { channels, samples = {}, signal } = checks.knownOptions(selection, SELECTION);
    const span = readPositions(samples, this.shape[0], "sample", this.name);
    if (typeof span === "number" || !("start" in span))
      throw checks.refusal("the option samples", samples, "a range { start, end }");
    const { start, end } = span;
    const columns = this.#columns(channels);
    if ((end - start) * ROW > MOST_BYTES)
      throw checks.refusal(
        "the option samples",
        end - start,
        `at most ${Math.floor(MOST_BYTES / ROW)} samples at once`,
        "Read one part after the other",
      );
    const bytes = await this.#source.slice(start * ROW, end * ROW, { signal });
    const all = new Int16Array(bytes.buffer, bytes.byteOffset, (end - start) * CHANNELS);
    const rows = Float64Array.from({ length: end - start }, (_, row) => start + row);
    return new DataArray({
      name: this.name,
      dims: this.dims,
      shape: [rows.length, columns.length],
      coords: {
        sample: rows,
        channel: Float64Array.from(columns),
        probe_time: { dim: "sample", values: rows.map((sample) => sample / this.samplingRate) },
      },
      data: channels === undefined ? all : chosen(all, columns),
      attributes: { unit: "steps of the converter", clock: "probe", sampling_rate: this.samplingRate },
    });
  }

  #columns(channels: RawSelection["channels"]): number[] {
    if (channels === undefined) return Array.from({ length: CHANNELS }, (_, column) => column);
    const checks = argumentChecks("Reading a raw recording");
    return checks
      .ids("the option channels", channels)
      .map((column) => checks.count("the option channels", column, 0, CHANNELS - 1));
  }
}

function chosen(all: Int16Array, columns: readonly number[]): Int16Array {
  const samples = all.length / CHANNELS;
  const values = new Int16Array(samples * columns.length);
  let at = 0;
  for (let row = 0; row < all.length; row += CHANNELS)
    for (const column of columns) values[at++] = all[row + column] ?? 0;
  return values;
}
