/** A program that opens files in Node and ends by itself: node worker-child.mjs WHAT FILE. */
import { openHdf5 } from "../src/node.ts";

const [what, path = ""] = process.argv.slice(2);
const file = await openHdf5(path);
switch (what) {
  case "closed":
    await file.describe("/");
    await file.close();
    break;
  case "unclosed":
    await file.describe("/");
    break;
  case "aborted": {
    const reading = file.read("/texts", { signal: AbortSignal.timeout(300) });
    console.log(await reading.catch((error: Error) => error.name));
    break;
  }
  case "left":
    file.read("/texts").catch(() => {});
    setTimeout(() => process.exit(0), 300);
    break;
}
console.log("done");
