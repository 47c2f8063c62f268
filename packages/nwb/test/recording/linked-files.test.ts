import { nwbAnswer, nwbFile } from "@ecephys/fixtures";
import { refusal, serve, serveFile, temporaryFile } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { openNwb, openSession } from "../../src/node.ts";
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

  it("are read from a server where their addresses are given, and only in part", async () => {
    const [main, other] = await Promise.all([
      serve(serveFile(nwbFile("n11_linked"))),
      serve(serveFile(Buffer.concat([raw, Buffer.alloc(8 << 20)]))),
    ]);
    const whole = (await opened({ [RAW]: raw })).file;
    const expected = (await (await whole.series("/acquisition/far")).load()).data;
    for (const source of [main.url, nwbFile("n11_linked")]) {
      const file = await openNwb(source, { warn: () => {}, linkedFiles: { [RAW]: other.url } });
      expect((await (await file.series("/acquisition/far")).load()).data).toEqual(expected);
      await file.close();
    }
    await whole.close();
    await Promise.all([main.close(), other.close()]);
  });

  it("are meant by the last part of a link's name, where that of another machine's directory is in front", async () => {
    const directory = Buffer.from(raw);
    const text = Buffer.from(nwbFile("n11_linked"));
    // The same length: HDF5 keeps the name in a heap of fixed size.
    for (let at = text.indexOf(RAW); at >= 0; at = text.indexOf(RAW, at + 1))
      text.write("../other/r/raw.nwb", at);
    const file = await openNwb(text, { warn: () => {}, linkedFiles: { "raw.nwb": directory } });
    expect((await (await file.series("/acquisition/far")).load()).shape).toEqual([200, 4]);
    await file.close();
  });

  it("are those of a session, too, which names the option where they lack", async () => {
    const session = await openSession(nwbFile("n11_linked"), { warn: () => {}, linkedFiles: { [RAW]: raw } });
    expect(await session.intervalNames()).toEqual([]);
    expect(await refusal(openSession(nwbFile("n11_linked"), { linkedFile: {} } as never))).toMatch(
      /Did you mean linkedFiles/,
    );
    await session.close();
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
