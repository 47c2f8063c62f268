/** The candidate nearest to `word`, where one is near enough to be what was meant, or those that contain it: "a or b". */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best ?? containing(wanted, candidates);
}

/** "structure_acronym" means "ecephys_structure_acronym" although they are far apart. */
function containing(wanted: string, candidates: Iterable<string>): string | undefined {
  if (wanted.length < 3) return undefined;
  const found = Array.from(candidates).filter((candidate) => candidate.toLowerCase().includes(wanted));
  return found.length === 0 ? undefined : found.slice(0, 3).join(" or ");
}

/** Edit distance in which swapped neighbours count once, given up where it cannot be less than `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(substituted, previous[j]! + 1, current[j - 1]! + 1);
      current.push(swapped ? Math.min(least, before[j - 2]! + 1) : least);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
