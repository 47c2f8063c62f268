/** A stream that gives some pieces of text and then ends, never answers, or fails with an error. */
export function pieces(parts: readonly string[], end: "close" | "hang" | Error): ReadableStream<Uint8Array> {
  const left = [...parts];
  return new ReadableStream({
    async pull(controller) {
      const part = left.shift();
      if (part !== undefined) return controller.enqueue(new TextEncoder().encode(part));
      if (end === "close") return controller.close();
      if (end !== "hang") throw end;
      await new Promise(() => {});
    },
  });
}
