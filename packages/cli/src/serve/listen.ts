import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EcephysError } from "@ecephys/files";

/** Listens on loopback. @returns the port, which is another one for 0. */
export async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch (error) {
    throw new EcephysError("storage", {
      action: "Serving files",
      resource: `port ${port}`,
      reason:
        (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? "another program uses it" : String(error),
      remedy: "Choose another port: --port 0 takes a free one",
      cause: error,
    });
  }
}
