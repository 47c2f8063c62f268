import { transfersBy } from "./vitest.transfers.ts";

export default transfersBy("taken");
