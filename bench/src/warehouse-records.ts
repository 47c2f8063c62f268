import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHANNELS, PROBES, readCsv, SESSIONS, type TableSchema, UNITS } from "@ecephys/core";
import { warehouseTables } from "@ecephys/fixtures";

type WarehouseRecord = Record<string, unknown>;

/** The records of a warehouse with a cache directory's tables, by model. */
export function warehouseRecords(directory: string): Record<string, WarehouseRecord[]> {
  const rows = (file: string, schema: TableSchema) =>
    readCsv(readFileSync(join(directory, file)), schema, { resource: file })
      .objects()
      .map((row) => missingAsNull(row as WarehouseRecord));
  return {
    EcephysSession: rows("sessions.csv", SESSIONS).map(sessionRecord),
    EcephysProbe: rows("probes.csv", PROBES).map(({ has_lfp_data, ...probe }) => ({
      ...probe,
      use_lfp_data: has_lfp_data,
    })),
    EcephysChannel: rows("channels.csv", CHANNELS).map(asText),
    EcephysUnit: rows("units.csv", UNITS),
  };
}

/** Sessions come nested, with specimen, donor, age and files: the sample's first, with other values. */
function sessionRecord(row: WarehouseRecord): WarehouseRecord {
  const sample = warehouseTables("mini").EcephysSession?.[0] as SampleSession;
  const { specimen } = sample;
  const { donor } = specimen;
  return {
    ...sample,
    id: row.id,
    date_of_acquisition: row.date_of_acquisition,
    isi_experiment_id: row.isi_experiment_id,
    published_at: row.published_at,
    specimen_id: row.specimen_id,
    stimulus_name: row.session_type,
    specimen: {
      ...specimen,
      donor: {
        ...donor,
        full_genotype: row.genotype,
        sex: row.sex,
        age: { ...donor.age, days: row.age_in_days },
      },
    },
  };
}

interface SampleSession extends WarehouseRecord {
  readonly specimen: WarehouseRecord & {
    readonly donor: WarehouseRecord & { readonly age: WarehouseRecord };
  };
}

function missingAsNull(row: WarehouseRecord): WarehouseRecord {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, Number.isNaN(cell) ? null : cell]),
  );
}

/** Tabular answers are text throughout. */
function asText(row: WarehouseRecord): WarehouseRecord {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, cell === null ? null : String(cell)]),
  );
}
