import { EcephysError } from "@ecephys/files";

/** The error for an id that the project does not have. */
export function unknownId(kind: "session" | "probe", id: number, count: number): EcephysError {
  return new EcephysError("not-found", {
    action: `Looking up a ${kind}`,
    resource: `${kind} ${id}`,
    reason: `none of the ${count} ${kind}s has this id`,
    remedy: `All ids are in the table of ${kind}s`,
  });
}

/** The error for a session type that the project does not have. */
export function unknownSessionType(type: string, known: readonly unknown[]): EcephysError {
  return new EcephysError("not-found", {
    action: "Looking up a session type",
    resource: JSON.stringify(type),
    reason: `the session types are ${[...new Set(known)].map((name) => JSON.stringify(name)).join(", ")}`,
    remedy: "Use one of these",
  });
}
