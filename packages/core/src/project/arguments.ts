import { EcephysError } from "../errors.ts";

/** @throws an EcephysError "argument" where `value` is no whole number. */
export function checkInteger(name: string, value: number): void {
  if (Number.isSafeInteger(value)) return;
  throw new EcephysError("argument", {
    action: "Asking the project cache",
    resource: name,
    reason: `${typeof value === "number" ? value : `a ${typeof value}`} is no whole number`,
  });
}

/** @throws an EcephysError "argument" where a plain JavaScript caller gives no options, or none with a backend. */
export function checkCacheOptions(options: { readonly api?: unknown } | undefined): void {
  const api = typeof options === "object" ? options?.api : undefined;
  if (typeof api === "object" && api !== null) return;
  throw new EcephysError("argument", {
    action: "Opening a project cache",
    resource: typeof options === "object" ? "api" : "options",
    reason:
      typeof options === "object"
        ? "no backend is given"
        : `an object is needed, not ${JSON.stringify(options)}`,
    remedy: 'Give a backend: openProjectCache({ api: warehouse(), manifest: "data/manifest.json" })',
  });
}
