import type { GoldenEntry } from "@ecephys/fixtures";
import type { Rules } from "./compare/index.ts";
import type { Outcome } from "./outcome.ts";

/** An entry whose answer is not compared with AllenSDK's. */
export type Exception = {
  /** The number of a note on AllenSDK in the docs ("M6"), or of a rule of the reference. */
  readonly note: string;
  readonly reason: string;
  matches(entry: GoldenEntry): boolean;
} & (
  | {
      /** Ours differs on purpose: what it must be instead. */
      readonly kind: "ours";
      ours(outcome: Outcome, entry: GoldenEntry, rules: Rules): string[] | Promise<string[]>;
    }
  /** Not an answer of AllenSDK that could be compared. */
  | { readonly kind: "information" }
);
