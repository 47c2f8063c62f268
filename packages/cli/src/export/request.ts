import { EXPORT_KINDS, type ExportKind, type ExportParameter, type ParameterValue } from "@ecephys/export";
import type { ExportRequest, ExportTarget, KindChoice } from "@ecephys/export/tasks";
import { EcephysError } from "@ecephys/files";
import { unitFilters } from "../options/unit-filter-options.ts";
import type { RequestFlags } from "./flags.ts";
import { ownTasks } from "./own-tasks.ts";

/** What the flags ask for. */
export async function requestOf(kinds: readonly string[], flags: RequestFlags): Promise<ExportRequest> {
  const tasks = await ownTasks(flags.module);
  const known = new Map([...EXPORT_KINDS, ...tasks].map((kind) => [kind.name, kind]));
  const filters = Object.entries(unitFilters(flags)).filter(([, value]) => value !== undefined);
  return {
    kinds: choices(kinds, known, flags.set ?? []),
    ...(flags.sessions === undefined || flags.sessions === "all" ? {} : { sessions: flags.sessions }),
    // Only what was asked for: a filter that is left out has the default of sessions.
    filters: Object.fromEntries(filters.filter(([name, value]) => !isDefault(name, value))),
    tasks,
  };
}

/** Where the flags want it. */
export function targetOf(dataset: string, { compression, format }: RequestFlags): ExportTarget {
  return { dataset, format, compression };
}

/** The command's own default (commander gives "--no-…" one) is that of sessions, too. */
function isDefault(name: string, value: unknown): boolean {
  return name === "filterByValidity" && value === true;
}

function choices(
  names: readonly string[],
  known: ReadonlyMap<string, ExportKind>,
  settings: readonly (readonly [name: string, value: string])[],
): KindChoice[] {
  const used = new Set<string>();
  const chosen = names.map((kind) => {
    const parameters: Record<string, ParameterValue> = {};
    for (const [name, value] of settings) {
      const parameter = known.get(kind)?.parameters.find((one) => one.name === name);
      if (parameter === undefined) continue;
      parameters[name] = settingOf(parameter, value);
      used.add(name);
    }
    return { kind, parameters };
  });
  const unused = settings.find(([name]) => !used.has(name));
  if (unused === undefined) return chosen;
  const all = names.flatMap((name) => known.get(name)?.parameters.map((one) => one.name) ?? []);
  throw new EcephysError("argument", {
    action: "Reading --set",
    resource: unused[0],
    reason: `${names.join(", ")} ${names.length === 1 ? "has" : "have"} no such parameter`,
    remedy: all.length > 0 ? `There are ${[...new Set(all)].join(", ")}` : "They have no parameters",
  });
}

/** A value as its parameter has it. @throws an EcephysError "argument" for text that is none. */
function settingOf({ name, type }: ExportParameter, text: string): ParameterValue {
  const list = () => text.split(",").map((item) => item.trim());
  const number = (item: string): number => {
    const value = Number(item);
    const isGood = item.trim() !== "" && Number.isFinite(value);
    if (isGood && (type === "number" || type === "numbers" || Number.isSafeInteger(value))) return value;
    throw refusal(name, item, type === "number" || type === "numbers" ? "a number" : "a whole number");
  };
  switch (type) {
    case "number":
    case "integer":
      return number(text);
    case "numbers":
    case "ids":
      return list().map(number);
    case "texts":
      return list();
    case "flag":
      if (text === "true" || text === "false") return text === "true";
      throw refusal(name, text, "true or false");
    case "text":
      return text;
  }
}

function refusal(name: string, text: string, expected: string): EcephysError {
  return new EcephysError("argument", {
    action: "Reading --set",
    resource: name,
    reason: `${expected} is expected, not "${text}"`,
  });
}
