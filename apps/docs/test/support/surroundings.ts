// What the text around an example takes for granted: an open cache, a session, a file that somebody chose.
import { openAsBlob } from "node:fs";
import { Figure } from "@ecephys/charts/node";
import type { EcephysProjectApi } from "@ecephys/core";
import { openProjectCache } from "@ecephys/core/node";
import { warehouse } from "@ecephys/fetch-warehouse";
import { nwbReaders, openNwb } from "@ecephys/nwb/node";

const baseUrl = process.env.ECEPHYS_WAREHOUSE_URL;

export const api: EcephysProjectApi = warehouse({ baseUrl });
export const cache = await openProjectCache({ api, readers: nwbReaders(), cache: false });
export const session = await cache.getSessionData(715093703);
export const movie = await cache.getNaturalMovieTemplate(1);
export const recording = await openNwb(process.env.SAMPLE_RECORDING ?? "", { warn: () => {} });
export const file = await openAsBlob(process.env.SAMPLE_SESSION ?? "");

/** What pages have whose code runs in the browser: the address of the sample, and where a value is shown. */
export const sample = process.env.SAMPLE_BUCKET ?? "";
export function display(value: unknown): void {
  if (value instanceof Figure) value.svg();
  else if (value === undefined) throw new Error("There is nothing to show");
}

export async function fetchNotes(sessionId: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  signal?.throwIfAborted();
  return new TextEncoder().encode(`notes of ${sessionId}`);
}
