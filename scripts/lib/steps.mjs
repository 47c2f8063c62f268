import { spawn } from "node:child_process";

/**
 * Runs a command to its end and returns its exit code. With `quiet`, its output is shown only if it fails.
 * The title is printed first, on standard error.
 */
export function step(title, command, args, { env = process.env, quiet = false, cwd } = {}) {
  if (title) console.error(`· ${title}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    const printed = [];
    child.stdout?.on("data", (chunk) => printed.push(chunk));
    child.stderr?.on("data", (chunk) => printed.push(chunk));
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    const end = (code) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      if (code !== 0 && printed.length > 0) process.stderr.write(Buffer.concat(printed));
      resolve(code);
    };
    child.on("error", (error) => {
      console.error(`${command} could not be run: ${error.message}`);
      end(127);
    });
    child.on("close", (code, signal) => end(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}
