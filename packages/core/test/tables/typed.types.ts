// Checked by the compiler only (`tsc -p .`): what must compile, and what must not.
import { type ColumnTable, desc, not, op } from "arquero";
import { assertType, expectTypeOf } from "vitest";
import type {
  ChannelRow,
  EcephysProjectCache,
  ProbeRow,
  SessionRow,
  Table,
  UnitAnalysisMetricsRow,
  UnitRow,
} from "../../src/index.ts";
import { where } from "../../src/index.ts";

declare const cache: EcephysProjectCache;
declare const units: Table<UnitRow>;

export async function whatTheCacheGives() {
  expectTypeOf(await cache.getSessionTable()).toEqualTypeOf<Table<SessionRow>>();
  expectTypeOf(await cache.getProbes()).toEqualTypeOf<Table<ProbeRow>>();
  expectTypeOf(await cache.getChannels()).toEqualTypeOf<Table<ChannelRow>>();
  expectTypeOf(await cache.getUnits({ isiViolationsMaximum: 0.1 })).toEqualTypeOf<Table<UnitRow>>();
  const metrics = await cache.getUnitAnalysisMetricsForSession(715093703, { annotate: false });
  expectTypeOf(metrics).toEqualTypeOf<Table<UnitAnalysisMetricsRow>>();
  const annotated = await cache.getUnitAnalysisMetricsBySessionType("brain_observatory_1.1");
  expectTypeOf(annotated.get("snr", 0)).toEqualTypeOf<number>();
  expectTypeOf(annotated.get("area_rf", 0)).toEqualTypeOf<number>();
  // @ts-expect-error its id is called ecephys_unit_id
  annotated.get("id", 0);
  // @ts-expect-error not annotated
  metrics.get("snr", 0);
}

export function whatCellsAre() {
  expectTypeOf(units.get("snr", 0)).toEqualTypeOf<number>();
  expectTypeOf(units.get("ecephys_structure_acronym", 0)).toEqualTypeOf<string | null>();
  expectTypeOf(units.get("has_lfp_data", 0)).toEqualTypeOf<boolean | null>();
  expectTypeOf(units.get("quality", 0)).toEqualTypeOf<string | null | undefined>();
  expectTypeOf(units.array("snr")).toEqualTypeOf<number[]>();
  expectTypeOf(units.array("id", Float64Array)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
  expectTypeOf(units.getter("snr")(0)).toEqualTypeOf<number>();
  expectTypeOf(units.objects()).toEqualTypeOf<UnitRow[]>();
  expectTypeOf(units.object(3)).toEqualTypeOf<UnitRow>();
  for (const unit of units) assertType<number>(unit.snr);
  // @ts-expect-error misspelt
  units.get("snrr", 0);
  // @ts-expect-error an id is a number
  const id: string = units.get("id", 0);
  // @ts-expect-error misspelt
  units.array("snrr");
  // @ts-expect-error misspelt
  units.getter("snrr");
  // @ts-expect-error text may be missing
  const acronym: string = units.get("ecephys_structure_acronym", 0);
  // @ts-expect-error misspelt
  for (const unit of units) unit.snrr;
  // @ts-expect-error misspelt
  units.objects()[0]?.snrr;
  return [id, acronym];
}

export function whatVerbsGive() {
  expectTypeOf(units.filter((d) => d.snr > 2 && d.name === "probeA")).toEqualTypeOf<Table<UnitRow>>();
  expectTypeOf(units.filter((d) => d.snr > op.mean(d.snr))).toEqualTypeOf<Table<UnitRow>>();
  expectTypeOf(units.orderby("snr", desc("id"), (d) => -d.snr)).toEqualTypeOf<Table<UnitRow>>();
  expectTypeOf(units.orderby(["snr", "id"])).toEqualTypeOf<Table<UnitRow>>();
  expectTypeOf(where(units, "snr > 2")).toEqualTypeOf<Table<UnitRow>>();
  expectTypeOf(units.slice(0, 3).reify().get("id")).toEqualTypeOf<number>();
  const few = units.select("id", ["snr", "name"]);
  expectTypeOf(few.objects()).toEqualTypeOf<Pick<UnitRow, "id" | "snr" | "name">[]>();
  const more = units.derive({
    twice: (d) => d.snr * 2,
    probe: (d) => d.name ?? "none",
    id: (d) => String(d.id),
    mean: op.mean("snr"),
  });
  expectTypeOf(more.get("twice", 0)).toEqualTypeOf<number>();
  expectTypeOf(more.get("probe", 0)).toEqualTypeOf<string>();
  expectTypeOf(more.get("id", 0)).toEqualTypeOf<string>();
  expectTypeOf(more.get("snr", 0)).toEqualTypeOf<number>();
  expectTypeOf(more.get("mean", 0)).toEqualTypeOf<number>();
  expectTypeOf(units.derive({ x: (d) => d.id }, { drop: true }).objects()).toEqualTypeOf<{ x: number }[]>();
  expectTypeOf(units.rename({ snr: "ratio" }).get("ratio", 0)).toEqualTypeOf<number>();
  // @ts-expect-error misspelt
  units.filter((d) => d.snrr > 2);
  // @ts-expect-error misspelt
  units.derive({ x: (d) => d.snrr });
  // @ts-expect-error misspelt
  units.orderby("snrr");
  // @ts-expect-error misspelt
  units.orderby((d) => d.snrr);
  // @ts-expect-error misspelt
  units.select("id", "snrr");
  // @ts-expect-error misspelt
  units.groupby("sesion_type");
  // @ts-expect-error left out
  few.get("firing_rate", 0);
  // @ts-expect-error not derived
  more.get("thrice", 0);
  // @ts-expect-error renamed
  units.rename({ snr: "ratio" }).get("snr", 0);
}

export function whatIsArquerosOwn(theirs: ColumnTable) {
  const same: ColumnTable = units;
  assertType<ColumnTable>(units.select("id"));
  assertType<ColumnTable>(units.derive({ x: (d) => d.id }));
  theirs.join(units, "id");
  units.join(theirs, "id").get("whatever", 0);
  units.groupby("session_type").count().print();
  units
    .groupby({ type: (d: UnitRow) => d.session_type })
    .rollup({ mean: op.mean("snr") })
    .get("mean", 0);
  units.select(not("snr")).get("id", 0);
  return same.get("any name", 0);
}

export function whatIsBeyondTheRowType() {
  const more = units.withColumns({ my_metric: "number", label: "text", flags: "list", ok: "boolean" });
  expectTypeOf(more.get("my_metric", 0)).toEqualTypeOf<number>();
  expectTypeOf(more.get("label", 0)).toEqualTypeOf<string | null>();
  expectTypeOf(more.get("snr", 0)).toEqualTypeOf<number>();
  const asserted = units as Table<UnitRow & { my_metric: number }>;
  expectTypeOf(asserted.get("my_metric", 0)).toEqualTypeOf<number>();
  // @ts-expect-error still misspelt
  more.get("snrr", 0);
  // @ts-expect-error no kind of column
  units.withColumns({ my_metric: "numeric" });
}
