import { displayWidth } from "./display-width.ts";

/**
 * Breaks lines between words so that none takes more than `width` cells; continuation lines keep the
 * indentation of their line. Words longer than a line are not broken.
 */
export function wrap(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => wrapLine(line, width))
    .join("\n");
}

function wrapLine(line: string, width: number): string {
  if (displayWidth(line) <= width) return line;
  const indent = /^ */.exec(line)![0];
  const lines: string[] = [];
  let current = "";
  for (const word of line.trimStart().split(" ")) {
    const longer = current === "" ? indent + word : `${current} ${word}`;
    if (current !== "" && displayWidth(longer) > width) {
      lines.push(current);
      current = indent + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join("\n");
}
