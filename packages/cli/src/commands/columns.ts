import { DESCRIBED_TABLES, type DescribedTable, describeColumns } from "@ecephys/core/columns";
import { Argument } from "commander";
import { shownTableCommand } from "../table-command.ts";

/** The columns of a table, or the tables and how many columns they have. */
export const columns = shownTableCommand<object>({
  name: "columns",
  summary: "what the columns of a table are: type, unit, meaning",
  description:
    "Lists the columns that a table of the dataset may have, with type, unit and meaning; without a table, the tables. Some columns are only shown with --all-columns or where they are named, and some only sessions of one type have.",
  overview: ["column", "type", "unit", "meaning"],
  isLocal: true,
  addOptions: (command) =>
    void command.addArgument(new Argument("[table]", "name of the table").choices(DESCRIBED_TABLES)),
  async read(_, [name]) {
    const { table } = await import("@ecephys/core/arquero");
    if (name === undefined)
      return table({
        table: [...DESCRIBED_TABLES],
        columns: DESCRIBED_TABLES.map((each) => describeColumns(each).length),
      });
    const found = describeColumns(name as DescribedTable);
    const { columnsText } = await import("../table/columns-text.ts");
    const described = table({
      column: found.map((column) => column.name),
      type: found.map(({ type }) => type),
      unit: found.map(({ unit }) => unit ?? null),
      meaning: found.map(({ meaning }) => meaning),
    });
    return { table: described, text: columnsText };
  },
  examples: [
    ["ecephys columns", "the tables"],
    ["ecephys columns units", "the columns of `ecephys units`"],
    ["ecephys columns metrics --where 'unit == \"degrees\"'", "metrics in degrees"],
    ["ecephys columns session-units --format csv", "those of `ecephys session ID units`, as CSV"],
  ],
});
