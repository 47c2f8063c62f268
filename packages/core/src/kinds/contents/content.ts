import type { ContentCheck } from "@ecephys/files";

/** A file that passes any of the checks; the reason is that of the first. */
export function anyContent(...checks: readonly ContentCheck[]): ContentCheck {
  return (head, byteLength) => {
    const reasons = checks.map((check) => check(head, byteLength));
    return reasons.includes(undefined) ? undefined : reasons[0];
  };
}

/** Whether these bytes, given as text of one character a byte, stand at a place of the file's beginning. */
export function hasBytes(head: Uint8Array, text: string, at = 0): boolean {
  return (
    at + text.length <= head.length && [...text].every((one, index) => head[at + index] === one.charCodeAt(0))
  );
}

/** "it is not a TIFF file: it begins with …", or what is known of what it is instead. */
export function notOfKind(kind: string, head: Uint8Array): string {
  return `it is not ${kind}: ${found(head)}`;
}

const SHOWN = 40;

function found(head: Uint8Array): string {
  const text = new TextDecoder().decode(head.subarray(0, 200));
  if (text.startsWith("version https://git-lfs."))
    return "it is a pointer of Git LFS, which stands for the file";
  if (/^(\.git|\/)?\/?annex\/objects\//.test(text))
    return "it is a pointer of git-annex, which stands for the file";
  if (head.every((byte) => byte === 0)) return "it begins with zeros";
  const line = /^[\x20-\x7e]+/.exec(text.trimStart())?.[0] ?? "";
  if (line.length < 4) return "its first bytes are others";
  return `it begins with ${JSON.stringify(line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line)}`;
}
