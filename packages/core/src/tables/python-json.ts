const BARE = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gs;
const MARK = "\u0000number:";

/**
 * Parses JSON as Python's json module writes it: bare NaN, Infinity and -Infinity are numbers
 * ([note M4](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m4)).
 * @throws a SyntaxError like JSON.parse.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
  }
  const marked = text.replace(BARE, (token) =>
    token.startsWith('"') ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : value,
  );
}
