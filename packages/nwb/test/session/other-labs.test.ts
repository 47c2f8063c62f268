import { nwbAnswer, nwbFile, nwbFileNames } from "@ecephys/fixtures";
import { refusal } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { openSession } from "../../src/node.ts";

interface SessionAnswer {
  readonly filters: "allen" | "none";
  readonly absent?: readonly string[];
  readonly units: number;
  readonly kept: readonly number[];
  readonly dropped?: Readonly<Record<string, number>>;
}

const answers = [...nwbFileNames("files"), ...nwbFileNames("vbn")].map(
  (name) => [name, nwbAnswer(name).session as SessionAnswer | null] as const,
);

async function opened(name: string, options = {}) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  return { session: await openSession(nwbFile(name), { warn, ...options }), warnings };
}

describe("a session of another lab's file", () => {
  it.each(answers.filter(([, answer]) => answer !== null))(
    "keeps the units of %s that it is to, and says how many it leaves out for which reason",
    async (name, answer) => {
      const { filters, kept, absent = [], dropped = {}, units } = answer!;
      const { session, warnings } = await opened(name);
      const ids = [...(await session.units()).array("unit_id")].sort((a, b) => a - b);
      expect(ids).toEqual([...kept].sort((a, b) => a - b));
      const told = warnings.filter((text) => text.includes("unit filters do not apply"));
      expect(told).toHaveLength(filters === "allen" ? 0 : 1);
      if (filters === "none") {
        expect(told[0]).toContain(absent.join(", "));
        expect(told[0]).toContain(`${kept.length} of ${units} unit`);
      }
      const report = await session.unitFilterReport();
      expect(report).toMatchObject({ filters, absent, units, kept: kept.length });
      const counts = Object.entries(report.dropped).filter(([, count]) => count > 0);
      expect(Object.fromEntries(counts)).toEqual(dropped);
      await session.spikeTimes();
      await session.close();
    },
  );

  it.each(answers.filter(([name, answer]) => answer === null && /^n\d/.test(name)))(
    "says of %s that it has no units, and what it has",
    async (name) => {
      const { session } = await opened(name);
      expect(await refusal(session.units())).toMatch(
        /^not-found: .*no "\/units", and is not a session file of the Allen Institute\. It holds .*openNwb/,
      );
      await session.close();
    },
  );

  it("applies a threshold for a column that is there, and says of others that they filter nothing", async () => {
    const { session, warnings } = await opened("n02_ibl_bwm", {
      presenceRatioMinimum: 0.5,
      isiViolationsMaximum: 1,
    });
    const units = await session.units();
    expect(units.numRows()).toBeLessThan(10);
    const { dropped, kept } = await session.unitFilterReport();
    expect(dropped).toMatchObject({ presence_ratio: 10 - kept, isi_violations: 0 });
    expect(kept).toBe(units.numRows());
    expect(units.array("presence_ratio").every((ratio) => ratio >= 0.5)).toBe(true);
    expect(warnings).toContainEqual(
      expect.stringMatching(/isiViolationsMaximum filters none of 10 units, as that column is not there/),
    );
    await session.close();
  });

  it("has its probes, channels, identity and spikes", async () => {
    const { session } = await opened("n01_lab_everything");
    expect(await session.ecephysSessionId()).toBe("M12_2021-03-04 a text identifier");
    expect((await session.probes()).array("description")).toEqual(["imec0", "imec1"]);
    const channels = await session.channels();
    expect(channels.numRows()).toBe(16);
    expect(channels.get("probe_id", 15)).toBe(1);
    expect(channels.get("structure_acronym", 1)).toBe("CA1");
    const units = await session.units();
    expect(units.get("probe_description", 0)).toBe("imec0");
    expect((await session.spikeTimes({ unitIds: [4] })).get(4)![0]).toBe(1.057172);
    expect((await session.runningSpeed()).numRows()).toBe(120);
    expect((await session.stimulusPresentations()).numRows()).toBe(5);
    expect((await session.invalidTimes()).objects()[0]!.tags).toEqual(["noise"]);
    await session.close();
  });

  it("takes any table of intervals for an analysis, as of a session of the Allen Institute", async () => {
    const { session } = await opened("n01_lab_everything");
    expect(await session.intervalNames()).toContain("/intervals/trials");
    expect((await session.intervals("trials")).numRows()).toBe(8);
    const rates = await session.psth({ intervals: "trials", by: "stimulus", unitIds: [4], window: [0, 1] });
    expect(rates.coord("stimulus")).toEqual(["N/A", "left", "right"]);
    expect((await session.firingRates({ intervals: "epochs", unitIds: [4] })).get("spike_count", 0)).toBe(5);
    expect(await refusal(session.psth({ intervals: "trials", aling: "start_time" } as never))).toMatch(
      /align/,
    );
    await session.close();
  });

  it("says in one sentence what is the Allen Institute's alone, and lists what there is", async () => {
    const { session } = await opened("n02_ibl_bwm");
    expect(await refusal(session.stimulusPresentations())).toMatch(
      /_presentations", and is not a session file of the Allen Institute\. It holds .*\/intervals\/trials/,
    );
    expect(await refusal(session.runningSpeed())).toMatch(/not a session file of the Allen Institute/);
    await session.close();
  });
});
