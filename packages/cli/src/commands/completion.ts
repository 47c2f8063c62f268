import { Argument } from "commander";
import { addExamples, type CliCommand } from "../command.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const completion: CliCommand = {
  name: "completion",
  isOfProgram: true,
  register(program, { io }) {
    const command = program
      .command("completion")
      .summary("a script that completes commands and options in your shell")
      .description("Prints a script that makes a shell complete the commands, options and values of ecephys.")
      .addArgument(new Argument("<shell>", "the shell that the script is for").choices(SHELLS));
    addExamples(command, [
      ['eval "$(ecephys completion bash)"', "bash, in ~/.bashrc"],
      ['eval "$(ecephys completion zsh)"', "zsh, in ~/.zshrc after compinit"],
      ["ecephys completion fish > ~/.config/fish/completions/ecephys.fish", "fish"],
    ]);
    command.action(async (shell: (typeof SHELLS)[number]) => {
      const { completionScript } = await import("../completion/index.ts");
      io.stdout.write(completionScript(program, shell));
    });
  },
};
