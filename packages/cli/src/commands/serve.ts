import { Argument, InvalidArgumentError, Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import { isDandiAddress } from "../options/dandi-address.ts";
import { parseIndex, parsePath, repeatable } from "../options/parsers.ts";
import { addPlaceOptions } from "../options/source-options.ts";
import type { ServeFlags } from "../serve/flags.ts";
import { urlParser } from "../sources/parse-url.ts";
import { s3Source } from "../sources/s3.ts";

const PORT = 8642;

export const serve: CliCommand = {
  name: "serve",
  register(program, runtime) {
    const command = program
      .command("serve")
      .summary("let pages in a browser read files, with ranges and CORS")
      .description(
        "Serves files of the cache, or of a directory, to pages in a browser on this machine, and passes on files of the S3 bucket or of the DANDI archive, which pages cannot read themselves. Only this machine can connect. Pages read only if their origin is allowed.",
      )
      .addArgument(new Argument("[directory]", "a directory, in place of the cache").argParser(parsePath))
      .optionsGroup("What:")
      .addOption(
        new Option(
          "--from <source>",
          "also pass on files of this source: s3, dandi://000021 (may be repeated)",
        ).argParser(repeatable(parseFrom)),
      )
      .option("--follow-links", "follow symbolic links that lead out of the directory, too")
      .optionsGroup("For whom:")
      .addOption(
        new Option("--port <n>", "port on 127.0.0.1; 0 takes a free one").argParser(parseIndex).default(PORT),
      )
      .addOption(
        new Option(
          "--allow-origin <origin>",
          "pages of this origin may read (https://lab.example.org, * for all; may be repeated; default: none)",
        ).argParser(repeatable(parseOrigin)),
      )
      .option("--token <text>", "only requests with this token (default: $ECEPHYS_SERVE_TOKEN, else none)");
    addPlaceOptions(command, "pass nothing on; ECEPHYS_OFFLINE=1 does the same");
    s3Source.addOptions?.(command);
    addExamples(command, [
      ["ecephys serve --allow-origin http://localhost:5173", "the cache, for a page under development"],
      [
        "ecephys serve --from s3 --from dandi://000021 --allow-origin https://lab.example.org",
        "public data, for a page",
      ],
      ['ecephys serve ~/recordings --port 0 --token "$(uuidgen)"', "a directory, with a token"],
    ]);
    command.action(async (directory: string | undefined) => {
      const flags = command.optsWithGlobals<ServeFlags>();
      const { runServe } = await import("../serve/run-serve.ts");
      await runServe(directory, flags, runtime);
    });
  },
};

function parseFrom(text: string): string[] {
  if (text === "s3" || isDandiAddress(text)) return [text];
  throw new InvalidArgumentError("Give s3 or dandi://DANDISET.");
}

const parseAddress = urlParser("--allow-origin");

function parseOrigin(text: string): string[] {
  if (text === "*") return [text];
  const { origin } = new URL(parseAddress(text));
  return [origin];
}
