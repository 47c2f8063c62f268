import { EcephysError } from "@ecephys/files";

/** @throws an EcephysError "argument" where an option is no whole number from 1 on. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw refused(name, value, "a whole number from 1 on");
}

/** @throws an EcephysError "argument" where an option is there and no number above 0. */
export function checkRate(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0)) throw refused(name, value, "a number above 0");
}

function refused(name: string, value: number, wanted: string): EcephysError {
  return new EcephysError("argument", {
    action: "Prefetching",
    resource: `the option ${name}`,
    reason: `${String(value)} is not ${wanted}`,
  });
}
