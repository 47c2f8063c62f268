import type { ColumnTable } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { pathOf } from "../file/shortcuts.ts";
import { checkOptions, checkSignalOptions, SIGNAL_OPTIONS, type SignalOptions } from "../options.ts";
import { arqueroTable, readTable, type TableOptions } from "../recording/tables.ts";
import type { SessionData } from "./session-data.ts";

const TABLE_OPTIONS: OptionNames<TableOptions> = { columns: true, ...SIGNAL_OPTIONS };

/** Any table of intervals of a session's file. */
export class SessionIntervals {
  private readonly data: SessionData;

  constructor(data: SessionData) {
    this.data = data;
  }

  async names(options: SignalOptions): Promise<string[]> {
    checkSignalOptions("intervalNames", options);
    const contents = await this.data.otherLab.contents();
    return contents.filter(({ kind }) => kind === "intervals").map(({ path }) => path);
  }

  async table(name: string, options: TableOptions): Promise<ColumnTable> {
    const checks = checkOptions("intervals", options, TABLE_OPTIONS);
    const wanted = checks.text(
      "the name",
      checks.required("the name", name, "the name of a table of intervals"),
    );
    const { file, otherLab } = this.data;
    const path = pathOf(file, await otherLab.contents(), wanted, ["intervals"], "table of intervals");
    return arqueroTable(await readTable(file, path, `Reading ${path}`, options));
  }
}
