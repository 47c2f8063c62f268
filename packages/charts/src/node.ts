/**
 * The figures of `@ecephys/charts` for Node, where a page's document is lacking.
 *
 * @module @ecephys/charts/node
 */
import { provideDocument } from "./figure/document.ts";
import { svgDocument } from "./figure/svg-document.ts";

provideDocument(svgDocument);

export * from "./index.ts";
