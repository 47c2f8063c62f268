import type { Command } from "commander";
import type { CliCommand } from "../command.ts";
import { TOPICS } from "../help/topics.ts";

/** `help`, `help units`, and topics that are not commands: `help where`, `help exit-codes`. */
export const help: CliCommand = {
  name: "help",
  isOfProgram: true,
  register(program, { io }) {
    const command = program
      .command("help")
      .argument("[name]", "a command or a topic")
      .argument("[command]", "a subcommand, as in: cache verify")
      .summary("help on a command, or on: where, exit-codes, environment")
      .description(`Shows help on a command, or on a topic: ${Object.keys(TOPICS).join(", ")}.`);
    command.action((name: string | undefined, inner: string | undefined) => {
      const named = (parent: Command, wanted: string) =>
        parent.commands.find((known) => known.name() === wanted);
      const outer = name === undefined ? program : named(program, name);
      const wanted = outer && inner !== undefined ? named(outer, inner) : outer;
      if (wanted) return wanted.outputHelp();
      if (outer) {
        const names = outer.commands.map((known) => known.name()).join(", ") || "none";
        command.error(`error: ${name} has no subcommand '${inner}'; its subcommands: ${names}`);
      }
      const topic = Object.hasOwn(TOPICS, name!) ? TOPICS[name!] : undefined;
      if (topic === undefined) {
        const names = [...program.commands.map((known) => known.name()), ...Object.keys(TOPICS)];
        command.error(`error: there is no help on '${name}'; topics are ${names.join(", ")}`);
      }
      io.stdout.write(topic!());
    });
  },
};
