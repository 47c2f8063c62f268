import type { SessionAnalysis } from "./session-analysis.ts";
import { SessionBehavior } from "./session-behavior.ts";
import type { SessionData } from "./session-data.ts";
import { SessionIdentity } from "./session-identity.ts";
import { SessionIntervals } from "./session-intervals.ts";
import { SessionLfp } from "./session-lfp.ts";
import { SessionSpikes } from "./session-spikes.ts";
import { SessionStimuli } from "./session-stimuli.ts";
import type { SessionStimulusAnalyses } from "./session-stimulus-analyses.ts";
import { SessionUnits } from "./session-units.ts";

/** What a session is composed of: each part answers the methods of one subject. The analyses are loaded on first use. */
export interface SessionParts {
  readonly identity: SessionIdentity;
  readonly units: SessionUnits;
  readonly spikes: SessionSpikes;
  readonly stimuli: SessionStimuli;
  readonly behavior: SessionBehavior;
  readonly lfp: SessionLfp;
  readonly intervals: SessionIntervals;
  readonly analysis: () => Promise<SessionAnalysis>;
  readonly metrics: () => Promise<SessionStimulusAnalyses>;
}

/** The parts of a session, all on the same data. */
export function sessionParts(data: SessionData): SessionParts {
  const spikes = new SessionSpikes(data);
  const stimuli = new SessionStimuli(data);
  const behavior = new SessionBehavior(data);
  const intervals = new SessionIntervals(data);
  return {
    identity: new SessionIdentity(data),
    units: new SessionUnits(data),
    spikes,
    stimuli,
    behavior,
    lfp: new SessionLfp(data),
    intervals,
    analysis: async () => {
      const { SessionAnalysis } = await import("./session-analysis.ts");
      return new SessionAnalysis(data, spikes, stimuli, intervals);
    },
    metrics: async () => {
      const { SessionStimulusAnalyses } = await import("./session-stimulus-analyses.ts");
      return new SessionStimulusAnalyses(data, spikes, behavior);
    },
  };
}
