import { InvalidArgumentError } from "commander";

const ADDRESS = /^(?:dandi:\/\/)?(?:dandi\/)?(\d{6})(?:@([\w.]+))?(?:\/(.*))?$/i;

/** Whether a text is meant as an address of DANDI. */
export function isDandiAddress(text: string): boolean {
  return /^dandi:\/\//i.test(text);
}

/** An address "dandi://000021/PATH", or short "000021/PATH", as complete text. */
export function parseDandi(text: string): string {
  const match = ADDRESS.exec(text);
  if (match === null)
    throw new InvalidArgumentError("Give a dandiset of six digits: 000021, or dandi://000021/PATH.");
  return isDandiAddress(text) ? text : `dandi://${text}`;
}
