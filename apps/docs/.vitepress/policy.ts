import { createHash } from "node:crypto";

/** What a page may do beyond what all may: it "connects" to addresses that its reader names. In its frontmatter. */
export type PagePolicy = "connects";

/**
 * The Content-Security-Policy of a page: its own scripts, those inline by their hashes, WebAssembly, and connections to
 * this site alone. Highlighted code and figures have styles of their own, which need 'unsafe-inline' for styles.
 */
function policyOf(html: string, policy: PagePolicy | undefined): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code]) => `'sha256-${createHash("sha256").update(code!).digest("base64")}'`,
  );
  const others = policy === "connects" ? " https: http://127.0.0.1:* http://localhost:*" : "";
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${[...new Set(inline)].join(" ")}`.trimEnd(),
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${others}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** A page with its policy, before anything that the policy is for. */
export function withPolicy(html: string, policy: PagePolicy | undefined): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policyOf(html, policy)}">`;
  return html.replace('<meta charset="utf-8">', `<meta charset="utf-8">\n    ${meta}`);
}
