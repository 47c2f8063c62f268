import { endProcess } from "./end-process.ts";
import { main } from "./main.ts";

endProcess(await main(process.argv.slice(2)));
