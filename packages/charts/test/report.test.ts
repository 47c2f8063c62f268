import type { EcephysSession } from "@ecephys/nwb";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChartSession, sessionReport } from "../src/node.ts";
import { openSample, PROBE } from "./sample.ts";

let session: EcephysSession;
beforeAll(async () => {
  session = await openSample();
});
afterAll(() => session.close());

it("a report holds every figure, fetches nothing, and says what made it", async () => {
  const steps: string[] = [];
  const html = await sessionReport(session, {
    probe: PROBE,
    command: "ecephys report 715093703 --out report.html",
    warnings: () => ["some spikes are <invalid>"],
    onProgress: (done, total) => steps.push(`${done}/${total}`),
  });
  const { document } = parseHTML(html);
  expect(document.querySelector("h1")?.textContent).toBe("Session 715093703");
  const titles = Array.from(
    document.querySelectorAll("figure > svg > title"),
    ({ textContent }) => textContent,
  );
  expect(titles).toEqual(
    expect.arrayContaining([
      "19 units on 3 probes",
      "Quality of 19 units",
      "Stimuli over the session",
      "Responses to flashes",
      "Running speed",
      "Pupil",
      "Current source density of probe 752552876",
    ]),
  );
  expect(html).not.toContain("is not drawn");
  expect(html).not.toMatch(/\b(?:src|href)="(?!data:)/);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain("some spikes are &lt;invalid&gt;");
  expect(html).toContain("ecephys report 715093703 --out report.html");
  expect(steps[0]).toBe(`0/${titles.length}`);
  expect(steps.at(-1)).toBe(`${titles.length}/${titles.length}`);
  expect(html.length).toBeLessThan(3_000_000);
});

it("what a session lacks or has damaged is said in its place, and the rest is there", async () => {
  const poorer = new Proxy(session as ChartSession, {
    get(target, name) {
      if (name === "getPupilData") return async () => undefined;
      if (name === "stimulusNames") return () => target.runningSpeed({}).then(() => []);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const html = await sessionReport(poorer);
  expect(html).toContain("eye is not drawn: the session has no eye tracking");
  expect(html).toContain("Running speed");
  expect(html).not.toContain("Responses to");
});

it("an abort ends a report with its reason", async () => {
  await expect(sessionReport(session, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
});
