import { EcephysError } from "../errors.ts";

/** @throws an EcephysError "argument" where `value` is no whole number. */
export function checkInteger(name: string, value: number): void {
  if (Number.isSafeInteger(value)) return;
  throw new EcephysError("argument", {
    action: "Asking the project cache",
    resource: name,
    reason: `${typeof value === "number" ? value : `a ${typeof value}`} is no whole number`,
  });
}
