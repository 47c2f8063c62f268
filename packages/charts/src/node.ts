/**
 * The figures of `@ecephys/charts` for Node, where a page's document is lacking.
 *
 * @module @ecephys/charts/node
 */
import { parseHTML } from "linkedom";
import { provideDocument } from "./figure/document.ts";

provideDocument(() => parseHTML("<!doctype html><html><body></body></html>").document);

export * from "./index.ts";
