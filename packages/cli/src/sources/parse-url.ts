import { InvalidArgumentError } from "commander";

/** An http or https URL. */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new InvalidArgumentError("Give a URL that starts with https:// or http://.");
  return text;
}
