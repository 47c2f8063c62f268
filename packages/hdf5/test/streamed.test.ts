import { readFileSync } from "node:fs";
import { httpFile, streamFile } from "@ecephys/files";
import { type Handler, serve, serveFile } from "@ecephys/fixtures/testing";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { fileOf } from "./files.ts";

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** A file of the tests, streamed from a server, and the requests that it took. */
async function streamed(
  name: string,
  handler: Handler = serveFile(new Uint8Array(readFileSync(fileOf(name)))),
) {
  const server = await serve(handler);
  const file = await openHdf5(await streamFile(httpFile({ url: server.url })));
  closing.push(async () => {
    await file.close();
    await server.close();
  });
  return { file, requests: server.requests };
}

/** Everything that a file says, object by object. */
async function contentOf(file: Hdf5File) {
  const content: Record<string, unknown> = {};
  for (const { object } of (await file.walk("/")) ?? []) {
    if (object === undefined) continue;
    await file.prefetch([object.path]);
    const failure = (error: Error) => error.message.replace(file.location, "");
    content[object.path] = [
      await file.attributes(object.path).catch(failure),
      object.kind === "dataset" && (await file.read(object.path).catch(failure)),
      object.kind === "dataset" && (await file.read(object.path, { ranges: [[1, 2]] }).catch(failure)),
    ];
  }
  return content;
}

describe("a file on a server", () => {
  const names = ["kinds.h5", "stored.h5", "bits.h5"];
  const inWorkers = ["waits for bytes in shared memory", "cannot wait for them"] as const;
  it.each(names.flatMap((name) => inWorkers.map((how) => [name, how] as const)))(
    "is what it is on the disk: %s, where the worker %s",
    async (name, how) => {
      if (how === "cannot wait for them") vi.stubGlobal("SharedArrayBuffer", undefined);
      const { file } = await streamed(name).finally(() => vi.unstubAllGlobals());
      const local = await openHdf5(fileOf(name));
      closing.push(() => local.close());
      expect(await contentOf(file)).toEqual(await contentOf(local));
      expect(local.transferred).toBeUndefined();
      expect(file.transferred?.requests).toBe(1);
    },
  );

  it("lets go of a call whose signal has been aborted, also where nothing has to be fetched", async () => {
    const { file } = await streamed("kinds.h5");
    const [group] = (await file.walk("/")) ?? [];
    const signal = AbortSignal.abort("enough");
    for (const call of [
      file.describe("/integers", { signal }),
      file.attributes("/", undefined, { signal }),
      file.walk("/", { signal }),
      file.read("/integers", { signal }),
    ])
      await expect(call).rejects.toBe("enough");
    expect(group?.path).toBe("/");
  });

  it("closes what it is read from, also where it cannot be opened", async () => {
    const server = await serve(serveFile(new Uint8Array(1000)));
    const source = await streamFile(httpFile({ url: server.url }));
    await expect(openHdf5(source)).rejects.toMatchObject({ code: "format" });
    await expect(source.slice(0, 1)).rejects.toMatchObject({ code: "argument" });
    await server.close();
  });
});
