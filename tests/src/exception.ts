import type { GoldenEntry } from "@ecephys/fixtures";
import type { Rules } from "./compare/index.ts";
import type { Outcome } from "./outcome.ts";

/** An entry for which our answer is not compared with the peer's. */
export type Exception = {
  /** Of the docs' notes on AllenSDK: "M6"; or of the rules of the reference. */
  readonly note: string;
  readonly reason: string;
  matches(entry: GoldenEntry): boolean;
} & (
  | {
      /** Ours goes another way: what it must be instead. */
      readonly kind: "ours";
      ours(outcome: Outcome, entry: GoldenEntry, rules: Rules): string[] | Promise<string[]>;
    }
  /** Not an answer of the peer's that could be compared. */
  | { readonly kind: "information" }
);
