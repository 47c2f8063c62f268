import { describe, expect, it } from "vitest";
import { requireAmount } from "../../src/session/lfp-amount.ts";

/** As in the public sessions: 1,250 samples a second, for two and a half hours. */
const WHOLE = { length: 1250 * 9000, first: 4, last: 9004 };

describe("how much LFP is read at once", () => {
  it("minutes of all channels, hours of one, are allowed", () => {
    expect(() => requireAmount(WHOLE, 93, { from: 10, to: 500, probe: 1 })).not.toThrow();
    expect(() => requireAmount(WHOLE, 1, { from: 0, to: 1e9, probe: 1 })).not.toThrow();
    expect(() => requireAmount(WHOLE, 93, { from: -1e9, to: 10, probe: 1 })).not.toThrow();
    expect(() =>
      requireAmount({ length: 1, first: 4, last: 4 }, 93, { from: 0, to: 9, probe: 1 }),
    ).not.toThrow();
  });

  it("a whole session of all channels is refused, with an amount that can be read", () => {
    const ask = (to: number) => () => requireAmount(WHOLE, 93, { from: 4, to, probe: 1 });
    expect(ask(9004)).toThrow(/1,046,250,000 values of 93 channels, too many for memory/);
    expect(ask(9004)).toThrow(/Request at most 577 s at a time, or only some channels: --channel ID/);
    expect(ask(4 + 577)).not.toThrow();
    expect(ask(4 + 578)).toThrow();
  });
});
