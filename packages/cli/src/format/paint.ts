/** Adds escape sequences around a text, or returns it unchanged if colours are off. */
export function paint(on: boolean) {
  const style = (start: number, end: number) => (text: string) =>
    on ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return { bold: style(1, 22), dim: style(2, 22) };
}
