import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;
type VueOptions = NonNullable<UserConfig["vue"]>;

/** Styles of parts of the theme that this site has not: teams, sponsors, advertisements. */
const UNUSED = /theme-default\/.*(?:VPTeam|[sS]ponsor|CarbonAds)\w*\.(?:vue\?.*type=style.*|css)$/;

/** Of the style sheet of another search only the looks of its button are used. */
const DOCSEARCH = /@docsearch\/css\/.*\.css$/;
const NOT_OF_BUTTON = /[^{}]*DocSearch-(?!Button|Search-Icon)[^{}]*\{[^{}]*\}/g;

export function slimStyles(): Plugin {
  return {
    name: "slim-styles",
    enforce: "pre",
    apply: "build",
    transform(code, id) {
      if (UNUSED.test(id)) return "";
      return DOCSEARCH.test(id) ? code.replace(NOT_OF_BUTTON, "") : undefined;
    },
  };
}

const files = new Map<string, string>();

/** Short names of components: each element of a page has those of its component and of the one around it. */
export const shortIds: VueOptions = {
  features: {
    componentIdGenerator: (file, _source, _isProduction, getHash) => {
      const id = Number.parseInt(getHash(file), 16).toString(36).slice(-4);
      const other = files.get(id);
      if (other !== undefined && other !== file)
        throw new Error(`${file} and ${other} have the same id, ${id}`);
      files.set(id, file);
      return id;
    },
  },
};
