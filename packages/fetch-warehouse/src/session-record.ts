import type { RmaRecord } from "./page.ts";

/**
 * A session as the sessions table has it: the donor's age, sex and genotype beside the session's own columns
 * (a donor without genotype is wild type, "wt"), and whether it has an NWB file. What is not there is missing.
 */
export function flattenSession(record: RmaRecord): RmaRecord {
  const { fail_eye_tracking: _, specimen, stimulus_name, well_known_files, ...session } = record;
  const donor = asRecord(asRecord(specimen)?.donor);
  return {
    ...session,
    session_type: stimulus_name,
    age_in_days: asRecord(donor?.age)?.days ?? null,
    sex: donor?.sex ?? null,
    genotype: donor ? (donor.full_genotype ?? "wt") : null,
    has_nwb: Array.isArray(well_known_files) && well_known_files.some(isSessionFile),
  };
}

function isSessionFile(file: unknown): boolean {
  return asRecord(asRecord(file)?.well_known_file_type)?.name === "EcephysNwb";
}

function asRecord(value: unknown): RmaRecord | undefined {
  return typeof value === "object" && value !== null ? (value as RmaRecord) : undefined;
}
