import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;

const CHANGES = [
  ["import { ref, watch } from 'vue'", "import { onMounted, ref, watch } from 'vue'"],
  [
    "const key = ref(0)",
    "const key = ref(0)\nconst isThere = ref(false)\nonMounted(() => { isThere.value = true })",
  ],
  ['v-if="hasSidebar"', 'v-if="hasSidebar && isThere"'],
] as const;

/**
 * Leaves the list of all pages out of each page's HTML, where it was most of 1,500 files: the page's script, which has
 * it for all of them, puts it into the room that is kept for it.
 */
export function laterSidebar(): Plugin {
  return {
    name: "later-sidebar",
    enforce: "pre",
    transform(code, id) {
      if (!/theme-default\/components\/VPSidebar\.vue$/.test(id)) return undefined;
      return CHANGES.reduce((changed, [before, after]) => {
        if (!changed.includes(before)) throw new Error(`${id} has no ${before}`);
        return changed.replace(before, after);
      }, code);
    },
  };
}
