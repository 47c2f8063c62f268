import { EcephysError } from "@ecephys/files";

/**
 * Room for as many numbers as the lengths make.
 * @param unit What the lengths count, for messages: "presentations × bins × units".
 * @throws an EcephysError "argument" where they do not fit the memory, which an engine says in a word of its own.
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
      reason: "they do not fit the memory",
      remedy: "Ask for fewer at once",
      cause,
    });
  }
}
