import type { ClientRequest, IncomingMessage } from "node:http";
import { takeOver } from "./lines.ts";

/** Chunk size for readers that do not provide a buffer. */
const CHUNK = 1 << 16;

/**
 * The body of an answer as a byte stream, which a "byob" reader reads without any allocation. Has to be called
 * before control goes back to Node, which would go on parsing.
 * @param takenFrom Bodies of so many bytes and more are read off the connection itself, which is given up after
 * them; others come through Node's HTTP parser, and leave their connection for the next request.
 */
export function responseBody(
  request: ClientRequest,
  response: IncomingMessage,
  takenFrom: number,
): ReadableStream<Uint8Array> {
  const source = new BodySource(request, response, takenFrom);
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: CHUNK,
    async pull(controller: ReadableByteStreamController) {
      const { byobRequest } = controller;
      const view = byobRequest?.view;
      // Always present: the stream allocates memory for a reader that provides none.
      if (!byobRequest || !view) return;
      const count = await source.read(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      if (count === 0) controller.close();
      byobRequest.respond(count);
    },
    cancel() {
      request.destroy();
    },
  });
}

/** Hands over what comes only as fast as it is requested. */
class BodySource {
  /** What has come and was not requested yet; in the meantime the connection is paused. */
  readonly #waiting: Uint8Array[] = [];
  readonly #resume: () => void;
  #end: "open" | "done" | { readonly error: unknown } = "open";
  #wake: (() => void) | undefined;

  constructor(request: ClientRequest, response: IncomingMessage, takenFrom: number) {
    const { socket } = response;
    const length = lengthOf(response);
    if (length !== undefined && length >= takenFrom) {
      let missing = length;
      const take = (bytes: Uint8Array) => {
        this.#add(bytes.subarray(0, missing));
        missing -= Math.min(missing, bytes.byteLength);
        if (missing === 0) {
          this.#finish("done");
          request.destroy();
        }
        return false;
      };
      takeOver(socket, take);
      // What came together with the head.
      response.on("data", take);
      this.#resume = () => socket.resume();
    } else {
      response.on("data", (bytes: Buffer) => {
        response.pause();
        this.#add(bytes);
      });
      response.on("end", () => this.#finish("done"));
      this.#resume = () => response.resume();
    }
    response.on("error", (error) => this.#finish({ error }));
    response.on("close", () => this.#finish({ error: new Error("The connection was closed") }));
    request.on("error", (error) => this.#finish({ error }));
  }

  /** Fills the view as far as there is something; 0 at the end. */
  async read(view: Uint8Array): Promise<number> {
    let first = this.#waiting.shift();
    while (first === undefined) {
      if (this.#end === "done") return 0;
      if (this.#end !== "open") throw this.#end.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#resume();
      });
      first = this.#waiting.shift();
    }
    const count = Math.min(first.byteLength, view.byteLength);
    view.set(first.subarray(0, count));
    if (count < first.byteLength) this.#waiting.unshift(first.subarray(count));
    return count;
  }

  #add(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.#waiting.push(bytes);
    this.#tell();
  }

  #finish(end: "done" | { readonly error: unknown }): void {
    if (this.#end === "open") this.#end = end;
    this.#tell();
  }

  #tell(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}

/** Of a body that comes as it is; undefined for another. */
function lengthOf({ headers }: IncomingMessage): number | undefined {
  const text = headers["content-length"];
  return text === undefined || headers["transfer-encoding"] !== undefined ? undefined : Number(text);
}
