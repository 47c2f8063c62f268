import { stat } from "node:fs/promises";
import { EcephysError } from "@ecephys/files";

/**
 * @param option Where the path was given, if not as the argument.
 * @throws an EcephysError "not-found" where a path leads to no file.
 */
export async function requireFile(path: string, option?: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  throw new EcephysError("not-found", {
    action: option === undefined ? "Opening a session" : `Opening the file of ${option}`,
    resource: path,
    reason: found === undefined ? "there is no such file" : "it is not a file",
    remedy:
      option === undefined
        ? "Give the id of a session (`ecephys sessions` lists them), or the path of its NWB file"
        : "Give the path or the address of a file",
  });
}
