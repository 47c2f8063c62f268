import { expectEqual, expectReason, expectThat } from "@ecephys/files/testing";
import type { TableFile, TableText } from "../fetch-api.ts";
import { columnsOf } from "../tables/column.ts";
import { readCsv } from "../tables/csv-read.ts";
import { takeRows } from "../tables/keep-rows.ts";
import type { Table } from "../tables/table.ts";
import { type Backend, type Checks, column, SCHEMAS } from "./backend.ts";
import { type TableCall, tableCalls } from "./known-project.ts";

/** Checks of the CSV text of tables, for the backends that have it. */
export const textChecks: Checks = {
  async "gives texts of tables that read like the tables themselves, if it gives any"(backend) {
    const calls = tableCalls(backend.known.sessionId);
    for (const [call, { csv }] of await texts(backend)) {
      const schema = SCHEMAS[call];
      // AllenSDK's files of metrics are in another order.
      const read = sortedByFirst(readCsv(csv, schema, { resource: `the text of ${call}` }));
      const table = await calls[call](backend.api);
      expectEqual(read.columnNames(), table.columnNames(), `columns of the text of ${call}`);
      for (const name of read.columnNames())
        expectEqual(column(read, name), column(table, name), `column ${name} of the text of ${call}`);
    }
  },

  async "says that a text is unchanged as long as its validator is current"(backend) {
    for (const [call, { validator }] of await texts(backend)) {
      if (validator === undefined) continue;
      const file = fileOf(call, backend.known.sessionId);
      const again = await backend.api.getTableText?.(file, { validator });
      expectEqual(again, "unchanged", `the text of ${call} again`);
      const changed = await backend.api.getTableText?.(file, { validator: '"another version"' });
      expectThat(typeof changed === "object", `the text of ${call} should come if the validator differs`);
    }
  },

  async "has no text of metrics that do not exist"({ api, known }) {
    const text = await api.getTableText?.({ table: "metrics", sessionId: known.unknownId });
    expectEqual(text, undefined, "the metrics of an unknown session");
  },

  async "throws the signal's reason where a text is requested"({ api }) {
    if (api.getTableText === undefined) return;
    const reason = new Error("enough");
    const options = { signal: AbortSignal.abort(reason) };
    await expectReason(api.getTableText({ table: "units" }, options), reason, "getTableText");
  },
};

function sortedByFirst(table: Table): Table {
  const [ids] = columnsOf(table).values();
  const rows = Int32Array.from({ length: table.numRows() }, (_, row) => row);
  return takeRows(
    table,
    rows.sort((a, b) => Number(ids?.at(a)) - Number(ids?.at(b))),
  );
}

async function texts({ api, known }: Backend): Promise<[TableCall, TableText][]> {
  const found: [TableCall, TableText][] = [];
  for (const call of Object.keys(SCHEMAS) as TableCall[]) {
    const text = await api.getTableText?.(fileOf(call, known.sessionId));
    expectThat(text !== "unchanged", `the text of ${call} should come without a validator`);
    if (typeof text === "object") found.push([call, text]);
  }
  return found;
}

function fileOf(call: TableCall, sessionId: number): TableFile {
  switch (call) {
    case "getSessions":
      return { table: "sessions" };
    case "getProbes":
      return { table: "probes" };
    case "getChannels":
      return { table: "channels" };
    case "getUnits":
      return { table: "units" };
    case "getUnitAnalysisMetrics":
      return { table: "metrics", sessionId };
  }
}
