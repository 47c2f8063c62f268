import { type Handler, serve, serveFile, type TestServer } from "@ecephys/fixtures/testing";
import {
  type HttpFileOptions,
  httpFile,
  type StreamedFile,
  type StreamOptions,
  streamFile,
} from "../../src/index.ts";

export const MIB = 2 ** 20;

/** Bytes that differ from block to block. */
export function variedBytes(length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0, word = 1; i < words.length; i++) {
    word = Math.imul(word, 1_664_525) + 1_013_904_223;
    words[i] = word;
  }
  return new Uint8Array(words.buffer, 0, length);
}

export const BYTES = variedBytes(6 * MIB + 12_345);

export const QUICK = { tries: 4, baseDelay: 1, maxDelay: 2 };

/** A file that a server of the test serves. */
export interface Served {
  readonly server: TestServer;
  readonly file: StreamedFile;
  close(): Promise<void>;
}

/** Streams a file from a server whose n-th request is answered by the n-th handler, the last one all others. */
export async function stream(
  handlers: readonly Handler[] = [serveFile(BYTES)],
  { fetch, stallTimeout, ...options }: StreamOptions & Pick<HttpFileOptions, "fetch" | "stallTimeout"> = {},
): Promise<Served> {
  const server = await serve(...handlers);
  try {
    const file = await streamFile(httpFile({ url: server.url, fetch, stallTimeout }), {
      retry: QUICK,
      ...options,
    });
    const close = async () => {
      file.close();
      await server.close();
    };
    return { server, file, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}
