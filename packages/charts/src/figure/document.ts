import { EcephysError } from "@ecephys/files";

let provided: (() => Document) | undefined;

/** Says where figures get their document from outside a page. */
export function provideDocument(make: () => Document): void {
  provided = make;
}

/** The page's document, or the one that was provided. @throws an EcephysError "unsupported" where there is neither. */
export function currentDocument(): Document {
  if (typeof document !== "undefined") return document;
  if (provided) return provided();
  throw new EcephysError("argument", {
    action: "Drawing a figure",
    resource: "an SVG document",
    reason: "there is no page here",
    remedy: "In Node import them by the entry /node of @ecephys/charts",
  });
}
