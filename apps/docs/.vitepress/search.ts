import type { DefaultTheme } from "vitepress";

type LocalSearch = Extract<DefaultTheme.Config["search"], { provider: "local" }>;

/**
 * Of the pages of the API only names and summaries are searched; with parameters and results they were most of the
 * index. Of the others, all but code and what no one looks for.
 */
export const search: LocalSearch = {
  provider: "local",
  options: {
    _render: (source, env, md) => {
      const text = env.relativePath?.startsWith("api/") ? summary(source) : withoutPrograms(source);
      return md
        .render(text, env)
        .split(HEADING)
        .map((part, index) => (index % 2 === 1 ? part : part.replace(TEXT, (text) => words(text))))
        .join("");
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

/** Without blocks of code, but for commands. */
function withoutPrograms(source: string): string {
  return source.replace(/^( *)```(\w*)[\s\S]*?^\1```$/gm, (block, _, language) =>
    language === "sh" ? block : "",
  );
}

const HEADING = /(<h\d[\s\S]*?<\/h\d>)/;
/** Of HTML, what is between its tags. */
const TEXT = /(?<=^|>)[^<]+/g;
const NOT_WORDS = /(?:&#39;|['’])s\b|&[#\w]+;|[`=<>|~+×≤≥←→↑↓│├└─]/g;
/** Small numbers and fractions; dates, ids and numbers of answers are looked for. */
const NUMBERS = /(?<![\w.-])-?(?:\d+[.,]\d+|\d{1,2})(?![\w-])/g;
const COMMON = new RegExp(
  `(?<![\\w.-])(?:${[
    "a an all also and any are as at be been but by can do does each else for from had has have how if in into is it",
    "its like may more most no not of on one only or other others out over own same so some such than that the their",
    "them then there these they this those to too two under up use used was were what when where which while who",
    "whose will with without would you your",
  ]
    .join(" ")
    .replaceAll(" ", "|")})(?!\\w|[.-]\\w)`,
  "gi",
);

function words(text: string): string {
  return text.replace(NOT_WORDS, " ").replace(NUMBERS, "").replace(COMMON, "");
}
