import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;

const CHANGES: readonly (readonly [file: RegExp, changes: readonly (readonly [string, string])[]])[] = [
  [/client\/app\/index\.js$/, [["if (isInitialPageLoad) {", "if (inBrowser) {"]]],
  // Excerpts of what the search found are of the pages' HTML: the scripts have no text.
  [
    /components\/VPLocalSearchBox\.vue$/,
    [
      ["  createApp,\n", "  createApp,\n  h,\n"],
      ["const file = pathToFile(id.slice(0, id.indexOf('#')))", "const file = id.slice(0, id.indexOf('#'))"],
      ["mod: await import(/*@vite-ignore*/ file)", "mod: await textOf(file)"],
      [
        "async function fetchExcerpt(",
        `async function textOf(file: string) {
  const page = new DOMParser().parseFromString(await (await fetch(file)).text(), 'text/html')
  const innerHTML = page.querySelector('.vp-doc > div')?.innerHTML
  return { default: { render: () => h('div', { innerHTML }) } }
}

async function fetchExcerpt(`,
      ],
    ],
  ],
];

/**
 * VitePress writes two scripts of each page: one with the page's text, for links within the site, and one without what
 * its HTML has already. As links load pages anew, the second is enough.
 */
export function oneScript(): Plugin {
  return {
    name: "one-script",
    enforce: "pre",
    apply: "build",
    transform(code, id) {
      const changes = CHANGES.find(([file]) => file.test(id))?.[1];
      return changes?.reduce((changed, [before, after]) => {
        if (!changed.includes(before)) throw new Error(`${id} has no ${before}`);
        return changed.replace(before, after);
      }, code);
    },
  };
}

/** Removes the scripts of pages that have their text, from a site that is built. */
export function removeTextScripts(site: string): void {
  const assets = join(site, "assets");
  for (const name of readdirSync(assets))
    if (/\.md\.[\w-]+\.js$/.test(name)) {
      if (!existsSync(join(assets, name.replace(/\.js$/, ".lean.js"))))
        throw new Error(`${name} is the only script of its page`);
      rmSync(join(assets, name));
    }
}
