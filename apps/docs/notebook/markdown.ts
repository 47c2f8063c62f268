import type { MarkdownRenderer } from "vitepress";

/** Makes cells of fences that say `live` behind their language: their code runs in the page. */
export function liveCells(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence!;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index]!;
    const isLive = /^ts live\b/.test(token.info);
    if (isLive) token.info = "ts";
    const code = fence(tokens, index, options, env, self);
    return isLive ? `<LiveCell>${code}</LiveCell>` : code;
  };
}
