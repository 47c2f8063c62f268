import type { DefaultTheme } from "vitepress";

type LocalSearch = Extract<DefaultTheme.Config["search"], { provider: "local" }>;

/** Of the pages of the API only names and summaries are searched; with parameters and results they were most of the index. */
export const search: LocalSearch = {
  provider: "local",
  options: {
    _render: (source, env, md) => {
      const text = env.relativePath?.startsWith("api/") ? summary(source) : source;
      return md.render(text, env);
    },
  },
};

/** The title and what follows it, up to the first other heading or block of code; and the names of methods. */
function summary(source: string): string {
  const [, title = "", rest = ""] = /^(# .*)\n([\s\S]*)$/m.exec(source) ?? [];
  const first = /^[\s\S]*?(?=^#|^```ts\n(?!\n))/m.exec(rest)?.[0] ?? "";
  const names = Array.from(rest.matchAll(/^### (\w+\(\))$/gm), ([, name]) => name);
  return `${title}\n\n${first}\n\n${[...new Set(names)].join(", ")}\n`;
}
