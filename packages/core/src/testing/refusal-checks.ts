import { expectRefusal } from "@ecephys/files/testing";
import type { Checks } from "./backend.ts";

/** What plain JavaScript callers may pass by mistake. */
export function refusalChecks(): Checks {
  return {
    async "refuses anything but a list of ids, and says what is expected"({ api, asksNothing }) {
      await asksNothing(async () => {
        for (const ids of ["715093703", null, {}, Number.NaN, [undefined], [2n ** 60n], true])
          await expectRefusal(
            api.getProbes({ sessionIds: ids as never }),
            "argument",
            `the filter sessionIds: ${String(ids)}`,
            /sessionIds.* expected, not /,
          );
      });
    },

    async "refuses filters that are not an object"({ api }) {
      for (const filters of [null, "units", 715093703, [715093703]] as never[]) {
        const what = `the filters ${String(filters)}`;
        await expectRefusal(api.getSessions(filters), "argument", what);
        await expectRefusal(api.getProbes(filters), "argument", what);
        await expectRefusal(api.getChannels(filters), "argument", what);
        await expectRefusal(api.getUnits(filters), "argument", what);
      }
    },

    async "refuses ids that are not whole numbers"({ api, asksNothing }) {
      await asksNothing(async () => {
        for (const id of [1.5, Number.NaN, "1] or 1"] as never[]) {
          await expectRefusal(api.getSessions({ sessionIds: [id] }), "argument", `session ${id}`);
          await expectRefusal(api.getUnits({ unitIds: [id] }), "argument", `unit ${id}`);
          await expectRefusal(api.getUnitAnalysisMetrics({ unitIds: [id] }), "argument", `metrics of ${id}`);
          await expectRefusal(api.getSessionData(id), "argument", `file of session ${id}`);
        }
      });
    },
  };
}
