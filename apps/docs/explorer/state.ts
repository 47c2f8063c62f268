/** What the explorer shows: all of it is in the page's address, so that a link shows the same. */
export interface ExplorerState {
  /** "sample", or the address of a file; empty for a file of the reader's, which no address can name. */
  readonly source: string;
  readonly units: readonly number[];
  readonly stimulus: string;
  /** The parameter that responses are split by; empty for none. */
  readonly by: string;
  /** Seconds from onset. */
  readonly window: readonly [from: number, to: number];
  readonly bin: number;
  /** Filters the table of units, in the language of `where`. */
  readonly where: string;
}

export const INITIAL: ExplorerState = {
  source: "",
  units: [],
  stimulus: "",
  by: "",
  window: [-0.1, 0.5],
  bin: 0.01,
  where: "",
};

/** The state as the part of an address after "#"; what is as at first is left out. */
export function toHash(state: ExplorerState): string {
  const params = new URLSearchParams();
  if (state.source) params.set("source", state.source);
  if (state.units.length > 0) params.set("units", state.units.join(","));
  if (state.stimulus) params.set("stimulus", state.stimulus);
  if (state.by) params.set("by", state.by);
  if (String(state.window) !== String(INITIAL.window)) params.set("window", state.window.join(","));
  if (state.bin !== INITIAL.bin) params.set("bin", String(state.bin));
  if (state.where) params.set("where", state.where);
  return params.toString();
}

/** Reads an address; what makes no sense is as at first. */
export function fromHash(hash: string): ExplorerState {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const numbers = (name: string) =>
    (params.get(name) ?? "")
      .split(",")
      .filter((text) => text !== "")
      .map(Number)
      .filter(Number.isFinite);
  const [from, to] = numbers("window");
  const [bin = INITIAL.bin] = numbers("bin");
  return {
    source: params.get("source") ?? "",
    units: numbers("units").slice(0, MOST_UNITS),
    stimulus: params.get("stimulus") ?? "",
    by: params.get("by") ?? "",
    window: from !== undefined && to !== undefined && from < to ? [from, to] : INITIAL.window,
    bin: bin > 0 ? bin : INITIAL.bin,
    where: params.get("where") ?? "",
  };
}

/** Units whose figures are drawn side by side. */
export const MOST_UNITS = 6;
