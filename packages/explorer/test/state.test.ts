import { expect, it } from "vitest";
import { type ExplorerState, fromHash, INITIAL, toHash } from "../src/page/state.ts";

const CHOSEN: ExplorerState = {
  source: "https://lab.example.org/a b.nwb?x=1&y=2",
  units: [4, 7],
  stimulus: "/intervals/trials",
  align: "go_cue",
  by: "<img onerror>",
  window: [-0.5, 2],
  bin: 0.05,
  where: "snr > 2 && area == 'VISp'",
  time: [12.5, 80.25],
  rows: "chosen",
  lfp: "https://lab.example.org/lfp.nwb",
  lfpView: "csd",
  quality: "all",
  corrected: true,
};

it("an address gives back every choice, and is empty for none", () => {
  expect(fromHash(`#${toHash(CHOSEN)}`)).toEqual(CHOSEN);
  expect(toHash(INITIAL)).toBe("");
  expect(fromHash("")).toEqual(INITIAL);
});

it("what makes no sense in an address is as at first", () => {
  expect(fromHash("#time=9,2&window=a,b&bin=-1&rows=x&lfpView=y&units=1,b,2")).toEqual({
    ...INITIAL,
    units: [1, 2],
  });
});
