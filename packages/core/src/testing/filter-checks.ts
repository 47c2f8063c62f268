import { expectEqual, expectRefusal, expectThat } from "@ecephys/files/testing";
import type { Checks } from "./backend.ts";
import { column, distinct, expectTyped, type RefusableFilter, SCHEMAS } from "./backend.ts";
import { tableCalls } from "./known-project.ts";

/** Checks of filters. */
export function filterChecks(refused: readonly RefusableFilter[]): Checks {
  return { ...ownIds, ...belonging, ...matchNothing, ...forms, ...refusable(refused) };
}

const ownIds: Checks = {
  async "filters by a table's own ids, in the order of the ids"({ api, known }) {
    const { sessionId, probeId } = known;
    expectEqual(column(await api.getSessions({ sessionIds: [sessionId] }), "id"), [sessionId], "sessions");
    expectEqual(column(await api.getProbes({ probeIds: [probeId] }), "id"), [probeId], "probes");
    const ofProbe = { probeIds: [probeId] };
    const channelIds = column(await api.getChannels(ofProbe), "id").slice(0, 3) as number[];
    expectEqual(column(await api.getChannels({ channelIds }), "id"), channelIds, "channels");
    const unitIds = column(await api.getUnits(ofProbe), "id").slice(0, 2) as number[];
    expectThat(unitIds.length > 0, "the known probe should have units");
    expectEqual(column(await api.getUnits({ unitIds: unitIds.toReversed() }), "id"), unitIds, "units");
  },
};

const belonging: Checks = {
  async "filters by what rows belong to"({ api, known }) {
    const { sessionId, otherSessionId, probeId } = known;
    const probes = await api.getProbes({ sessionIds: [sessionId, otherSessionId] });
    const both = [sessionId, otherSessionId].sort((a, b) => a - b);
    expectEqual(distinct(probes, "ecephys_session_id"), both, "sessions of the probes");
    const channels = await api.getChannels({ probeIds: [probeId] });
    expectEqual(distinct(channels, "ecephys_probe_id"), [probeId], "probes of the channels");
    const units = await api.getUnits({ probeIds: [probeId] });
    const own = new Set(column(channels, "id"));
    const belong = column(units, "ecephys_channel_id").every((id) => own.has(id));
    expectThat(units.numRows() > 0 && belong, "units of a probe should be on its channels");
    const [channelId = -1] = column(units, "ecephys_channel_id") as number[];
    const onChannel = await api.getUnits({ channelIds: [channelId] });
    expectEqual(distinct(onChannel, "ecephys_channel_id"), [channelId], "channels of the units");
  },

  async "filters by session where rows know their session only through others"({ api, known }) {
    const sessionIds = [known.sessionId];
    const probeIds = column(await api.getProbes({ sessionIds }), "id") as number[];
    const channels = await api.getChannels({ sessionIds });
    expectEqual(distinct(channels, "ecephys_probe_id"), probeIds, "probes of a session's channels");
    const ofProbes = column(await api.getUnits({ probeIds }), "id");
    expectEqual(column(await api.getUnits({ sessionIds }), "id"), ofProbes, "units of a session");
  },

  async "filters metrics by unit, session and session type"({ api, known }) {
    const ofSession = await api.getUnitAnalysisMetrics({ sessionIds: [known.sessionId] });
    const ids = column(ofSession, "ecephys_unit_id") as number[];
    const some = ids.slice(0, 2);
    const ofUnits = await api.getUnitAnalysisMetrics({ unitIds: some });
    expectEqual(column(ofUnits, "ecephys_unit_id"), some, "metrics of units");
    const ofType = await api.getUnitAnalysisMetrics({ sessionTypes: [known.sessionType] });
    const typed = new Set(column(ofType, "ecephys_unit_id"));
    expectThat(
      ids.every((id) => typed.has(id)),
      "metrics of a type should hold those of its sessions",
    );
    const ofOther = await api.getUnitAnalysisMetrics({ sessionTypes: [known.otherSessionType] });
    const foreign = column(ofOther, "ecephys_unit_id").filter((id) => ids.includes(id as number));
    expectEqual(foreign, [], "units of the session among those of another type");
  },
};

const matchNothing: Checks = {
  async "matches nothing where filters contradict each other"({ api, known }) {
    const probes = await api.getProbes({ probeIds: [known.probeId], sessionIds: [known.otherSessionId] });
    expectEqual(probes.numRows(), 0, "rows of a probe and another session");
  },

  async "gives an empty table with the same columns where nothing matches"({ api, known }) {
    const none = [known.unknownId];
    const calls = tableCalls(known.sessionId);
    for (const [call, table] of [
      ["getSessions", await api.getSessions({ sessionIds: none })],
      ["getProbes", await api.getProbes({ probeIds: none })],
      ["getChannels", await api.getChannels({ channelIds: none })],
      ["getUnits", await api.getUnits({ unitIds: none })],
    ] as const) {
      expectEqual(table.numRows(), 0, `rows of ${call}`);
      expectTyped(table, SCHEMAS[call]);
      const columns = (await calls[call](api)).columnNames();
      expectEqual(table.columnNames(), columns, `columns of ${call}`);
    }
    for (const filters of [{ unitIds: none }, { sessionTypes: ["no_such_type"] }]) {
      const metrics = await api.getUnitAnalysisMetrics(filters);
      expectEqual(metrics.numRows(), 0, "rows of getUnitAnalysisMetrics");
      expectEqual(metrics.columnNames()[0], "ecephys_unit_id", "the first column of metrics");
    }
  },

  async "asks nothing for empty lists, which match nothing"({ api, known, asksNothing }) {
    await asksNothing(async () => {
      const tables = await Promise.all([
        api.getSessions({ sessionIds: [] }),
        api.getProbes({ sessionIds: [] }),
        api.getChannels({ probeIds: [] }),
        api.getUnits({ unitIds: [], sessionIds: [known.sessionId] }),
        api.getUnitAnalysisMetrics({ sessionIds: [] }),
        api.getUnits({ unitIds: new BigInt64Array() }),
      ]);
      expectEqual(
        tables.map((table) => table.numRows()),
        [0, 0, 0, 0, 0, 0],
        "rows",
      );
    });
  },
};

const forms: Checks = {
  async "takes ids in every form that tables and files have, and one alone as a list of one"({ api, known }) {
    const { sessionId: id, otherSessionId: other, sessionType } = known;
    const probes = column(await api.getProbes({ sessionIds: [id, other] }), "id");
    for (const sessionIds of [
      Int32Array.of(id, other),
      Float64Array.of(id, other),
      BigInt64Array.of(BigInt(id), BigInt(other)),
      new Set([id, other]),
      { length: 2, 0: id, 1: other },
    ])
      expectEqual(column(await api.getProbes({ sessionIds }), "id"), probes, "probes of two sessions");
    for (const sessionIds of [id, BigInt(id)])
      expectEqual(column(await api.getSessions({ sessionIds }), "id"), [id], "one session");
    const ofList = await api.getUnitAnalysisMetrics({ sessionTypes: [sessionType] });
    const ofName = await api.getUnitAnalysisMetrics({ sessionTypes: sessionType });
    const units = column(ofList, "ecephys_unit_id");
    expectEqual(column(ofName, "ecephys_unit_id"), units, "metrics of one type");
  },
};

/** What may be refused: a backend without such data must not pass over the filter, which would change the answer. */
function refusable(refused: readonly RefusableFilter[]): Checks {
  const isRefused = (filter: RefusableFilter) => refused.includes(filter);
  const title = (filter: RefusableFilter) => `${isRefused(filter) ? "refuses" : "filters by"} ${filter}`;
  return {
    async [title("publishedAt")]({ api }) {
      const running = api.getSessions({ publishedAt: "1999-12-31" });
      if (isRefused("publishedAt")) return expectRefusal(running, "argument", "publishedAt");
      expectEqual((await running).numRows(), 0, "sessions published before 2000");
    },

    async [title("hasEyeTracking")]({ api }) {
      const tracked = api.getSessions({ hasEyeTracking: true });
      if (isRefused("hasEyeTracking")) return expectRefusal(tracked, "argument", "hasEyeTracking");
      const ids = new Set(column(await tracked, "id"));
      const others = column(await api.getSessions({ hasEyeTracking: false }), "id");
      expectEqual(
        others.filter((id) => ids.has(id)),
        [],
        "sessions both with eye tracking and without",
      );
    },

    async [title("stimulusNames")]({ api, known }) {
      const running = api.getSessions({ stimulusNames: known.sessionType });
      if (isRefused("stimulusNames")) return expectRefusal(running, "argument", "stimulusNames");
      expectThat(column(await running, "id").includes(known.sessionId), "the known session should be there");
      const others = await api.getSessions({ stimulusNames: [known.otherSessionType] });
      expectThat(!column(others, "id").includes(known.sessionId), "it should not be of another type");
    },
  };
}
