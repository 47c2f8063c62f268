// Runs where no text may be compiled (as in a page without `unsafe-eval`), and prints what it finds.
import { where } from "../../src/index.ts";
import { tableOf } from "../../src/internal.ts";

interface Row {
  id: number;
  snr: number;
  area: string | null;
}

const units = tableOf<Row>(
  new Map<string, Float64Array | (string | null)[]>([
    ["id", Float64Array.of(1, 2, 3)],
    ["snr", Float64Array.of(3, 1, 2)],
    ["area", ["VISp", null, "VISl"]],
  ]),
);
const few = units.filter((d) => ["VISp", "VISl"].includes(d.area ?? ""));
const twice = few.derive({ twice: (d) => d.snr * 2, whole: (d) => Object.keys(d).length });

const answers: Record<string, unknown> = {
  where: where(units, 'snr >= 2 && startswith(area, "VIS")').array("id"),
  filter: few.array("id"),
  derive: twice.objects(),
  columns: twice.objects({ columns: "twice", limit: 1 }),
  select: few.select("id").object(1),
  iteration: [...units.slice(1)].map(({ id }) => id),
};
const refused = (verb: () => unknown) => {
  try {
    verb();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};
answers.text = refused(() => units.filter("d.snr > 2"));
answers.order = refused(() => units.orderby("snr"));
console.log(JSON.stringify(answers));
