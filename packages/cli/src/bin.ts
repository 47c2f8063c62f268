import { main } from "./main.ts";

const code = await main(process.argv.slice(2));
// Interrupted: what is still to be written, to a reader that may never read, is not waited for.
if (code >= 128) process.exit(code);
process.exitCode = code;
