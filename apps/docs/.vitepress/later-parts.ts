import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;
type Change = readonly [before: string, after: string];

const IS_THERE = "const isThere = ref(false)\nonMounted(() => { isThere.value = true })";

const CHANGES: readonly (readonly [component: RegExp, changes: readonly Change[]])[] = [
  // The list of all pages; where the open page is further down in it, the list is scrolled to there.
  [
    /theme-default\/components\/VPSidebar\.vue$/,
    [
      ["import { ref, watch } from 'vue'", "import { onMounted, ref, watch } from 'vue'"],
      [
        "const key = ref(0)",
        `const key = ref(0)
${IS_THERE}
watch(isThere, () => requestAnimationFrame(() => {
  const list = navEl.value
  const top = list?.querySelector('.is-active > .item')?.getBoundingClientRect().top ?? 0
  if (list && top > list.clientHeight - 100) list.scrollTop = top - list.clientHeight / 2
}), { flush: 'post' })`,
      ],
      ['v-if="hasSidebar"', 'v-if="hasSidebar && isThere"'],
    ],
  ],
  // The menu of what has no room in the bar of a narrow window.
  [
    /theme-default\/components\/VPNavBarExtra\.vue$/,
    [
      ["import { computed } from 'vue'", `import { computed, onMounted, ref } from 'vue'\n${IS_THERE}`],
      ['v-if="hasExtraContent"', 'v-if="hasExtraContent && isThere"'],
    ],
  ],
];

/** Leaves out of each page's HTML what was most of 1,500 files: the page's script, which has it for all, puts it in. */
export function laterParts(): Plugin {
  return {
    name: "later-parts",
    enforce: "pre",
    transform(code, id) {
      const changes = CHANGES.find(([component]) => component.test(id))?.[1];
      return changes?.reduce((changed, [before, after]) => {
        if (!changed.includes(before)) throw new Error(`${id} has no ${before}`);
        return changed.replace(before, after);
      }, code);
    },
  };
}
