import { EcephysError } from "../errors.ts";

/**
 * The segments of a path relative to a storage's root.
 * @throws an EcephysError "storage" for one that is absolute, leaves the root, or is not a path.
 */
export function pathSegments(path: string, location: string): string[] {
  const segments = path.split("/");
  const odd = segments.some((part) => part === "" || part === "." || part === "..");
  if (!odd && !/[\\\0]|^[A-Za-z]:/.test(path)) return segments;
  throw new EcephysError("storage", {
    action: "Looking up a path",
    resource: `${JSON.stringify(path)} in ${location}`,
    reason: "it is not a path inside the cache",
    remedy: 'Give names separated by "/", without "..", relative to the cache',
  });
}
