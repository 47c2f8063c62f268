import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;

/**
 * Figures of cells are drawn in a worker on a document that is built, never parsed but for its empty first form. What
 * parses style sheets and names of characters would be a third of a megabyte of it.
 */
const NEVER_USED: Readonly<Record<string, string>> = {
  "cssomnom/parse": "export const parse = () => { throw new Error('style sheets are not parsed here'); };",
  entities: `const same = (text) => text;
export { same as encodeXML, same as escapeAttribute, same as escapeText };`,
  "entities/decode": `export const DecodingMode = { Legacy: 0, Strict: 1, Attribute: 2 };
export const [htmlDecodeTree, xmlDecodeTree] = [[], []];
export const fromCodePoint = String.fromCodePoint;
export class EntityDecoder {
  startEntity() { throw new Error("names of characters are not parsed here"); }
}`,
};

const PREFIX = "\0slim:";

export function slimDocument(): Plugin {
  return {
    name: "slim-document",
    enforce: "pre",
    resolveId: (id, importer) =>
      Object.hasOwn(NEVER_USED, id) && /node_modules/.test(importer ?? "") ? PREFIX + id : undefined,
    load: (id) => (id.startsWith(PREFIX) ? NEVER_USED[id.slice(PREFIX.length)] : undefined),
  };
}
