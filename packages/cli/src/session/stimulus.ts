import { EcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";

/** @throws an EcephysError "not-found" that lists the stimuli of the session. */
export async function requireStimulus(
  session: EcephysSession,
  stimulus: string,
  signal: AbortSignal,
): Promise<void> {
  const known = await session.stimulusNames({ signal });
  if (known.includes(stimulus)) return;
  throw new EcephysError("not-found", {
    action: "Looking for presentations",
    resource: `the stimulus "${stimulus}"`,
    reason: "it was not shown in this session",
    remedy: `The stimuli are ${known.join(", ")}`,
  });
}

/** Ids of the presentations of a stimulus; throws as `requireStimulus` does. */
export async function presentationIds(
  session: EcephysSession,
  stimulus: string,
  signal: AbortSignal,
): Promise<number[]> {
  await requireStimulus(session, stimulus, signal);
  const table = await session.getStimulusTable(stimulus, { signal });
  return Array.from(table.array("stimulus_presentation_id") as ArrayLike<number>);
}
