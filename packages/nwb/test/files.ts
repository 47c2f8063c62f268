import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEcephysError } from "@ecephys/core";
import { afterAll } from "vitest";

/** A small file that `files/make_files.py` made. */
export function fileOf(name: string): string {
  return join(import.meta.dirname, "files", name);
}

export function bytesOf(name: string): Uint8Array {
  return Uint8Array.from(readFileSync(fileOf(name)));
}

let directory: string | undefined;

/** Writes a file that is gone after the tests, and gives its path. */
export function temporaryFile(name: string, content: Uint8Array | string): string {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, content);
  return path;
}

/** A copy of a made file, to be damaged. */
export function temporaryCopy(name: string): string {
  const path = join(temporaryDirectory(), name);
  copyFileSync(fileOf(name), path);
  return path;
}

export function temporaryDirectory(): string {
  directory ??= mkdtempSync(join(tmpdir(), "ecephys-nwb-"));
  return directory;
}

afterAll(() => {
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  directory = undefined;
});

/** The error of ours that a promise is rejected with, as `code: message`; anything else fails the test. */
export async function refusal(running: Promise<unknown>): Promise<string> {
  try {
    await running;
  } catch (error) {
    if (isEcephysError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("it was not refused");
}
