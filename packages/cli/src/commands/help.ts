import type { CliCommand } from "../command.ts";
import { TOPICS } from "../help/topics.ts";

/** `help`, `help units`, and topics that are no command: `help where`, `help exit-codes`. */
export const help: CliCommand = {
  name: "help",
  register(program, { io }) {
    const command = program
      .command("help")
      .argument("[name]", "a command or a topic")
      .summary("help on a command, or on: where, exit-codes, environment")
      .description(`Shows help on a command, or on a topic: ${Object.keys(TOPICS).join(", ")}.`);
    command.action((name: string | undefined) => {
      const wanted = name === undefined ? program : program.commands.find((known) => known.name() === name);
      if (wanted) return wanted.outputHelp();
      const topic = Object.hasOwn(TOPICS, name!) ? TOPICS[name!] : undefined;
      if (topic === undefined) {
        const names = [...program.commands.map((known) => known.name()), ...Object.keys(TOPICS)];
        command.error(`error: there is no help on '${name}'; there is on ${names.join(", ")}`);
      }
      io.stdout.write(topic!());
    });
  },
};
