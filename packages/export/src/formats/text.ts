import { type Column, tableOf, toDelimited, toNdjson } from "@ecephys/core/internal";
import { blockColumn } from "../rows/block-column.ts";
import type { EncodeOptions, RowSource } from "../rows/types.ts";

/** Characters of a piece, about. */
const CHUNK = 1 << 18;

/** CSV or NDJSON in pieces, by the rules of the tables' own texts: a block of rows after the other. */
export async function* textChunks(
  source: RowSource,
  { format, signal }: EncodeOptions,
  count: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const names = source.columns.map(({ name }) => name);
  const lines = (columns: readonly Column[], header: boolean) => {
    const table = tableOf(new Map(names.map((name, at) => [name, columns[at]!])));
    return format === "csv" ? toDelimited(table, ",", { header }) : toNdjson(table);
  };
  let text = [
    ...lines(
      names.map(() => []),
      true,
    ),
  ].join("");
  for await (const block of source.blocks({ signal })) {
    const cells = names.map((name) => Array.from(blockColumn(block, name)));
    count(block.rowCount);
    for (const line of lines(cells, false)) {
      text += line;
      if (text.length < CHUNK) continue;
      yield encoder.encode(text);
      text = "";
    }
  }
  if (text !== "") yield encoder.encode(text);
}
