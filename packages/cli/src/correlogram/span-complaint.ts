/** What is wrong with the time span of correlograms, of which both ends are given or none. */
export function spanComplaint(from: number | undefined, to: number | undefined): string | undefined {
  if ((from === undefined) !== (to === undefined))
    return "give both ends of the time span, --from SECONDS --to SECONDS, or neither";
  return from === undefined || from < to! ? undefined : "--from must be earlier than --to";
}
