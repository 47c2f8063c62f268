import type { ColumnTable } from "@ecephys/core/arquero";
import { type Column, tableOf } from "@ecephys/core/internal";
import type { Hdf5Element } from "@ecephys/hdf5";
import type { NwbFile } from "../file/nwb-file.ts";
import { PROBES } from "./allen-layout.ts";

const ACTION = "Reading the probes";

/** A probe as the session's file has it. */
export interface Probe {
  readonly id: number;
  /** "probeA". */
  readonly description: string;
  readonly location: string | null;
  /** Hz; NaN where unknown. */
  readonly samplingRate: number;
  readonly lfpSamplingRate: number;
  readonly hasLfpData: boolean | null;
}

/** The electrode groups that are probes, in the file's order. */
export async function readProbes(file: NwbFile): Promise<Probe[]> {
  const { children } = await file.requireGroup(PROBES, ACTION);
  const probes = await Promise.all(probeNames(children).map((name, i) => readProbe(file, name, i)));
  return probes.filter((probe) => probe !== undefined);
}

/** The electrode groups by name, in the file's order. */
export function probeNames(children: readonly string[]): string[] {
  return children.filter((name) => name !== "electrodes");
}

/** In files of other labs, whose groups have no ids, the first one is probe 0. */
async function readProbe(file: NwbFile, name: string, position: number): Promise<Probe | undefined> {
  const path = `${PROBES}/${name}`;
  if (!(await file.group(path))) return undefined;
  const [own, device] = await Promise.all([
    file.scalarAttributes(path, "probe_id", "location", "lfp_sampling_rate", "has_lfp_data"),
    file.scalarAttributes(`${path}/device`, "probe_id", "sampling_rate"),
  ]);
  const id = own.probe_id ?? device.probe_id;
  return {
    id: typeof id === "number" ? id : position,
    description: name,
    location: typeof own.location === "string" ? own.location : null,
    samplingRate: number(device.sampling_rate),
    lfpSamplingRate: number(own.lfp_sampling_rate),
    hasLfpData: boolean(own.has_lfp_data),
  };
}

/** The probes as a table; see `EcephysSession.probes`. */
export function probeTable(probes: readonly Probe[]): ColumnTable {
  return tableOf(
    new Map<string, Column>([
      ["id", Float64Array.from(probes, (probe) => probe.id)],
      ["description", probes.map((probe) => probe.description)],
      ["location", probes.map((probe) => probe.location)],
      ["sampling_rate", Float64Array.from(probes, (probe) => probe.samplingRate)],
      ["lfp_sampling_rate", Float64Array.from(probes, (probe) => probe.lfpSamplingRate)],
      ["has_lfp_data", probes.map((probe) => probe.hasLfpData)],
    ]),
  );
}

function number(value: Hdf5Element | undefined): number {
  return typeof value === "number" ? value : Number.NaN;
}

/** Booleans are written as such, or as 0 and 1 by other writers. */
function boolean(value: Hdf5Element | undefined): boolean | null {
  return typeof value === "boolean" ? value : typeof value === "number" ? value !== 0 : null;
}
