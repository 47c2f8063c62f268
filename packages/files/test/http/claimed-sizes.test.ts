import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure, serve, temporaryDirectory } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { dataFileBytes, httpFile, remoteDataFile } from "../../src/index.ts";
import { directoryStorage } from "../../src/node.ts";

it.each([9e15, 1e13])(
  "a file that a server claims to have %d bytes is a typed error where it is read at once",
  async (size) => {
    const server = await serve((request, response) => {
      if (request.method === "HEAD") return void response.writeHead(200, { "content-length": size }).end();
      response.writeHead(206, { "content-range": `bytes 0-${size - 1}/${size}`, "content-length": size });
      response.write("abc");
    });
    const file = await remoteDataFile(httpFile({ url: `${server.url}/f`, retry: { tries: 1 } }));
    const error = await failure(dataFileBytes(file), "response");
    expect(error.reason).toContain(`${size} bytes at once are more than`);
    expect(error.resource).toContain(server.url);
    await server.close();
  },
);

it("a file of a disk that is larger than memory is a typed error where it is read at once", async () => {
  const root = temporaryDirectory();
  writeFileSync(join(root, "sparse"), "");
  truncateSync(join(root, "sparse"), 2 ** 43);
  const error = await failure(directoryStorage(root).read("sparse"), "storage");
  expect(error.reason).toMatch(/too large to be read at once/);
});
