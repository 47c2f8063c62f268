import { main } from "./main.ts";

const code = await main(process.argv.slice(2));
// After an interruption, do not wait for pending output: its reader may never read it.
if (code >= 128) process.exit(code);
process.exitCode = code;
