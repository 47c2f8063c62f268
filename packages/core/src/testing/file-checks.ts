import type { RemoteFile } from "@ecephys/files";
import { expectEqual, expectReason, expectRefusal, expectThat } from "@ecephys/files/testing";
import type { Checks } from "./backend.ts";
import { FILE_CALLS, type KnownProject } from "./known-project.ts";

/** Checks of files. */
export function fileChecks(known: KnownProject): Checks {
  const ids = {
    getSessionData: known.sessionId,
    getProbeLfpData: known.probeId,
    getNaturalMovieTemplate: known.movie,
    getNaturalSceneTemplate: known.scene,
  };
  const checks = FILE_CALLS.map((call): Checks => {
    const id = ids[call];
    const whole: Checks = {
      async [`${call}(${id}) can be read completely and in parts`]({ api, contract }) {
        const file = await api[call](id ?? -1);
        const bytes = await bytesOf(file);
        expectThat(bytes.length > 0, "the file should not be empty");
        const expected = contract.contents?.[call];
        if (expected) expectEqual(bytes, expected, "the bytes of the file");
        const { byteLength, validator } = await file.info();
        if (byteLength !== undefined) expectEqual(byteLength, bytes.length, "the length that info() reports");
        const [start, end] = [Math.floor(bytes.length / 3), Math.ceil(bytes.length / 2)];
        const part = await file.open({ start, end, validator });
        if (part.start === 0) return part.stream.cancel();
        expectEqual(part.start, start, "where a part begins");
        expectEqual(await allOf(part.stream), bytes.subarray(start, end), "the bytes of a part");
      },
    };
    return {
      ...(id !== undefined && whole),
      async [`${call} of something that does not exist is "not-found" and names it`]({ api, known }) {
        await expectRefusal(api[call](known.unknownId), "not-found", call, String(known.unknownId));
      },
    };
  });
  return Object.assign({}, ...checks, stops);
}

const stops: Checks = {
  async "stops a file transfer on abort, with the signal's reason"({ api, known }) {
    const reason = new Error("enough");
    const stopped = { signal: AbortSignal.abort(reason) };
    await expectReason(api.getSessionData(known.sessionId, stopped), reason, "getSessionData");
    const file = await api.getSessionData(known.sessionId);
    await expectReason(file.open(stopped), reason, "open");
  },
};

async function bytesOf(file: RemoteFile): Promise<Uint8Array> {
  const { start, stream } = await file.open();
  expectEqual(start, 0, "where the whole file begins");
  return allOf(stream);
}

async function allOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
