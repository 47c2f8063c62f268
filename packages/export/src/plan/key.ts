import { createHash } from "node:crypto";
import type { ExportTask, TaskInput } from "./task.ts";

/**
 * What a task's rows depend on, in one SHA-256: kind, version of its code, session, parameters, filters, format and the
 * versions of its inputs. Not where it is written, nor when it was planned.
 */
export function taskKey(task: ExportTask): string {
  const { compression, filters, format, inputs, kind, kindVersion, parameters, session } = task;
  const versions = inputs.map(inputVersion);
  const facts = { kind, kindVersion, session, parameters, filters, format, compression, inputs: versions };
  return createHash("sha256").update(canonicalJson(facts)).digest("hex");
}

/** What tells one version of an input from another: the best of what is known about it. */
function inputVersion({ byteLength, modified, resource, sha256, validator }: TaskInput) {
  if (sha256 !== undefined) return { resource, sha256 };
  if (validator !== undefined) return { resource, byteLength, validator };
  return { resource, byteLength, modified };
}

/** JSON whose text does not depend on the order in which properties were set. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([left], [right]) => (left < right ? -1 : 1)))
      : one,
  );
}
