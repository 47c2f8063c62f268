const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text that cannot control a terminal: control characters (escape sequences, carriage returns), invisible and
 * direction-changing characters become "\u001b" and the like. Line feeds and tabs are kept if `lines` is set.
 */
export function sanitise(text: string, options: { readonly lines?: boolean | undefined } = {}): string {
  return text.replace(UNSAFE, (character) =>
    options.lines && (character === "\n" || character === "\t") ? character : escaped(character),
  );
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
