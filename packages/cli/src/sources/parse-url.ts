import { EcephysError } from "@ecephys/files";

/**
 * Parses the value of an option, an http or https URL.
 * @throws an EcephysError "argument" for anything else, without its text: it may hold a password.
 */
export function urlParser(option: string): (text: string) => string {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === "http:" || url?.protocol === "https:") return text;
    throw new EcephysError("argument", {
      action: "Reading the options",
      resource: option,
      reason:
        "it is not a URL that starts with https:// or http://; it is not shown, since it may hold a password",
      remedy: `Correct it, as in ${option} https://user:password@host`,
    });
  };
}
