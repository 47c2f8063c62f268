import { join } from "node:path";
import {
  type ColumnInfo,
  DESCRIBED_TABLES,
  type DescribedTable,
  describeColumns,
  PROJECT_TABLES,
} from "@ecephys/core/columns";
import { expect, test } from "vitest";

const PAGE = join(import.meta.dirname, "..", "columns.md");

const HEAD = `# Columns

What the columns of the tables are. In the terminal, \`ecephys columns units\` says the same of one table; in a program, \`describeColumns("units")\` of \`@ecephys/core/columns\`. Some columns are left out of a table by default (\`suppress\`, \`--all-columns\`), some are only in sessions of one type, and a table may have others that the data bring along. A missing number is NaN, other missing values are null. Where no unit is given there is none, or the dataset states none.

*This page is made from the same list that the command uses: \`npm test -- apps/docs/test/columns.test.ts -u\` writes it.*

<PageFigure name="quality" />
`;

const cell = (text: string) => text.replaceAll("|", "\\|");
const row = ({ meaning, name, type, unit }: ColumnInfo) =>
  `| \`${name}\` | ${type} | ${unit ?? ""} | ${cell(meaning)} |`;
const section = (table: DescribedTable) =>
  `### ${table}\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n${describeColumns(table).map(row).join("\n")}\n`;

test("the page of columns has what the packages know of them (-u writes it)", async () => {
  const isOfProject = (table: DescribedTable) => PROJECT_TABLES.includes(table);
  const parts = [
    HEAD,
    "## Tables of the project\n",
    ...DESCRIBED_TABLES.filter(isOfProject).map(section),
    "## Tables of a session\n",
    ...DESCRIBED_TABLES.filter((table) => !isOfProject(table)).map(section),
  ];
  await expect(parts.join("\n")).toMatchFileSnapshot(PAGE);
});
