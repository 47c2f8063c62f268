import { EcephysError } from "@ecephys/files";

/**
 * An http or https URL.
 * @throws an EcephysError "argument" for anything else, without its text: it may hold a password.
 */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return text;
  throw new EcephysError("argument", {
    action: "Reading the options",
    resource: "--base-url",
    reason:
      "it is not a URL that starts with https:// or http://; it is not shown, since it may hold a password",
    remedy: "Correct it, as in --base-url https://user:password@host",
  });
}
