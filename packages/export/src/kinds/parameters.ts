import { type ArgumentChecks, argumentChecks } from "@ecephys/files";
import type { ExportParameter, ExportParameters, ParameterValue } from "./types.ts";

/** The parameters of a kind, each as what it is declared to be; undefined where it was left out. */
export interface ReadParameters {
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  text(name: string): string | undefined;
  texts(name: string): string[] | undefined;
  ids(name: string): number[] | undefined;
}

/**
 * Checks parameters, which may come from a command line or a file, against what a kind takes.
 * @throws an EcephysError "argument" for unknown names and values of another type.
 */
export function readParameters(
  kind: string,
  known: readonly ExportParameter[],
  parameters: ExportParameters,
): ReadParameters {
  const checks = argumentChecks(`Exporting ${kind}`);
  const names = Object.fromEntries(known.map(({ name }) => [name, true] as const));
  checks.knownOptions(parameters, names, "the parameters");
  for (const { name, type } of known)
    if (parameters[name] !== undefined) checkValue(checks, name, type, parameters[name]);
  const value = <Value>(name: string) => parameters[name] as Value | undefined;
  const list = <Value>(name: string) => {
    const given = parameters[name] as Value | readonly Value[] | undefined;
    if (given === undefined) return undefined;
    return Array.isArray(given) ? [...(given as Value[])] : [given as Value];
  };
  return {
    number: value,
    flag: value,
    text: value,
    texts: list<string>,
    ids: list<number>,
  };
}

function checkValue(
  checks: ArgumentChecks,
  name: string,
  type: ExportParameter["type"],
  value: ParameterValue,
): void {
  const shown = `the parameter ${name}`;
  switch (type) {
    case "number":
      checks.number(shown, value as number);
      break;
    case "integer":
      checks.integer(shown, value as number);
      break;
    case "numbers":
      checks.numbers(shown, value as number[]);
      break;
    case "flag":
      checks.flag(shown, value as boolean);
      break;
    case "text":
      checks.text(shown, value as string);
      break;
    case "texts":
      checks.names(shown, value as string[]);
      break;
    case "ids":
      checks.ids(shown, value as number[]);
      break;
  }
}
