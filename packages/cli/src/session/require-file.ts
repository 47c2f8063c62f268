import { stat } from "node:fs/promises";
import { EcephysError } from "@ecephys/files";

/** @throws an EcephysError "not-found" where a path leads to no file. */
export async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  throw new EcephysError("not-found", {
    action: "Opening a session",
    resource: path,
    reason: found === undefined ? "there is no such file" : "it is not a file",
    remedy: "Give the id of a session (`ecephys sessions` lists them), or the path of its NWB file",
  });
}
