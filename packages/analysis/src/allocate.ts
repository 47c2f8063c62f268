import { EcephysError } from "@ecephys/files";

/**
 * An array for the product of the lengths.
 * @param unit What the lengths count, for messages: "presentations × bins × units".
 * @throws an EcephysError "argument" where it does not fit into memory, which each JavaScript engine reports differently.
 */
export function allocate<Numbers>(
  kind: new (length: number) => Numbers,
  lengths: readonly number[],
  unit: string,
  action: string,
): Numbers {
  const length = lengths.reduce((product, one) => product * one, 1);
  try {
    return new kind(length);
  } catch (cause) {
    throw new EcephysError("argument", {
      action,
      resource: `${lengths.join(" × ")} values (${unit})`,
      reason: "they do not fit into memory",
      remedy: "Select fewer at once",
      cause,
    });
  }
}
