import { nwbAnswer, nwbFile } from "@ecephys/fixtures";
import { refusal, serve, serveFile, temporaryFile } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { openNwb } from "../../src/node.ts";
import { compare, type FileAnswer, unmatchedWarnings } from "./answers.ts";

const RAW = "n11_linked_raw.nwb";
const raw = nwbFile("n11_linked_raw");
const answer = nwbAnswer("n11_linked") as unknown as FileAnswer;

async function opened(linkedFiles?: object) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  return { file: await openNwb(nwbFile("n11_linked"), { warn, linkedFiles } as never), warnings };
}

describe("files that links lead to", () => {
  it.each([
    ["bytes", () => raw],
    ["an ArrayBuffer", () => Uint8Array.from(raw).buffer],
    ["a Blob", () => new Blob([Uint8Array.from(raw)])],
    ["a path", () => temporaryFile("handed-in.nwb", raw)],
  ])("are read where they are handed in as %s", async (_, given) => {
    const { file, warnings } = await opened({ [RAW]: given() });
    const { differences } = await compare(file, answer);
    await file.close();
    expect(differences).toEqual([]);
    expect(unmatchedWarnings(warnings, answer)).toEqual([]);
  });

  it("are read for a file on a server, too", async () => {
    const server = await serve(serveFile(nwbFile("n11_linked")));
    const linkedFiles = { [RAW]: raw };
    const file = await openNwb(server.url, { warn: () => {}, linkedFiles });
    const { data } = await (await file.series("/acquisition/far")).load();
    const local = (await opened(linkedFiles)).file;
    expect(data).toEqual((await (await local.series("/acquisition/far")).load()).data);
    expect((await file.series("/acquisition/whole")).shape).toEqual([200, 4]);
    await Promise.all([file.close(), local.close()]);
    await server.close();
  });

  it("are named, with the way to hand them in, where what lies in them is read and they are not there", async () => {
    const { file } = await opened();
    const far = await file.series("/acquisition/far");
    const named =
      /^not-found: .*"\/acquisition\/raw.* of the file "n11_linked_raw.nwb", which is not there.*linkedFiles: \{ "n11_linked_raw\.nwb": file \}/;
    expect(await refusal(far.load())).toMatch(named);
    expect(await refusal(far.values())).toMatch(named);
    expect(await refusal(far.table())).toMatch(named);
    expect(await refusal(file.series("acquisition/whole"))).toMatch(named);
    expect(await refusal(file.series("/acquisition/lost"))).toMatch(/^not-found: .*file "not_here\.nwb"/);
    expect(await refusal(file.table("/acquisition/lost"))).toMatch(/^not-found: .*file "not_here\.nwb"/);
    await file.close();
  });

  it("are refused where they are no files, or not where the path says", async () => {
    expect(await refusal(opened({ [RAW]: "nowhere.nwb" }))).toMatch(
      /^not-found: .*nowhere\.nwb.*n11_linked_raw/,
    );
    expect(await refusal(opened({ [RAW]: 5 }))).toMatch(/^argument: .*a Blob or bytes.*not.*5/);
    expect(await refusal(opened("raw.nwb" as never))).toMatch(/^argument: .*linkedFiles.*an object of files/);
  });
});
