import { EcephysError, errorOfPlain, type PlainError } from "@ecephys/files";
import type { FileKind } from "../kinds/kind.ts";
import { type KindFile, kindFile } from "../kinds/kind-file.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { PLAN_VERSION } from "./plan.ts";
import type { ItemToPlan } from "./plan-prefetch.ts";
import type { PrefetchFailure } from "./summary.ts";

/** The parts of a plan that are valid wherever it was made. */
export interface ReadPlan {
  readonly items: readonly ItemToPlan[];
  readonly unavailable: readonly PrefetchFailure[];
}

/**
 * Reads a plan that another process may have made: files of known kinds, at the paths that this cache's
 * manifest has for them. Which files existed where it was made is ignored.
 * @throws an EcephysError "argument" if it is not a plan of this version, or does not match this cache's paths.
 */
export function readPlan(value: unknown, kinds: readonly FileKind[], manifest: Manifest): ReadPlan {
  const plan = asRecord(value, "the plan");
  if (plan.version !== PLAN_VERSION)
    throw refusal(
      "a plan",
      `its version is ${JSON.stringify(plan.version) ?? "missing"}, and this release runs version ${PLAN_VERSION}`,
      "Create a new one with planPrefetch()",
    );
  return {
    items: asList(plan.files, "files").map((file, at) => readFile(file, `files[${at}]`, kinds, manifest)),
    unavailable: asList(plan.unavailable, "unavailable").map(readUnavailable),
  };
}

function readFile(value: unknown, name: string, kinds: readonly FileKind[], manifest: Manifest): ItemToPlan {
  const { args, byteLength, key, kind: kindName, path, state, url, validator } = asRecord(value, name);
  const kind = kinds.find((row) => row.key === key && row.kind === kindName);
  if (kind === undefined)
    throw refusal(
      name,
      `there is no kind of file ${JSON.stringify(kindName)} with the path "${String(key)}"`,
      `The kinds are ${kinds.map((row) => `${row.kind} (${row.key})`).join(", ")}`,
    );
  const file: KindFile = kindFile(kind, asList(args, `${name}.args`), manifest);
  if (file.path !== path)
    throw refusal(
      name,
      `its path is ${JSON.stringify(path)}, and this cache's manifest has "${file.path}" for ${file.resource}`,
      "Run it in a cache with the manifest it was planned for",
    );
  const isAsked = url !== undefined && state !== "present" && kind.holds === "file";
  if (!isAsked) return { file };
  const length = byteLength ?? undefined;
  if (length !== undefined && !(Number.isSafeInteger(length) && (length as number) >= 0))
    throw refusal(name, `its byteLength is ${JSON.stringify(length)}, which is not a size`);
  return {
    file,
    known: {
      url: asText(url, `${name}.url`),
      info: {
        byteLength: length as number | undefined,
        validator: validator === undefined ? undefined : asText(validator, `${name}.validator`),
      },
    },
  };
}

function readUnavailable(value: unknown, at: number): PrefetchFailure {
  const { error, path, resource } = asRecord(value, `unavailable[${at}]`);
  const plain = asRecord(error, `unavailable[${at}].error`) as unknown as PlainError;
  return {
    resource: asText(resource, `unavailable[${at}].resource`),
    ...(path === undefined ? {} : { path: asText(path, `unavailable[${at}].path`) }),
    error: errorOfPlain({ ...plain, message: String(plain.message) }),
  };
}

function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw refusal(name, "it is not an object");
}

function asList(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refusal(name, "it is not a list");
}

function asText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw refusal(name, "it is not text");
}

function refusal(
  resource: string,
  reason: string,
  remedy = "Pass what planPrefetch() returned, as it is or as JSON",
): EcephysError {
  return new EcephysError("argument", { action: "Reading a prefetch plan", resource, reason, remedy });
}
