/** What is drawn of a long series: at most two points, its least and its greatest value, per step. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * A series of ascending times in at most `steps` steps, each by its least and greatest value in their order, so that no
 * peak is lost; as it is where it is short. Missing values leave gaps.
 */
export function envelope(x: ArrayLike<number>, y: ArrayLike<number>, steps: number): Points {
  if (x.length <= 2 * steps) return { x: Float64Array.from(x), y: Float64Array.from(y) };
  const outX = new Float64Array(2 * steps);
  const outY = new Float64Array(2 * steps);
  for (let s = 0; s < steps; s++) {
    const [begin, end] = [Math.floor((s * x.length) / steps), Math.floor(((s + 1) * x.length) / steps)];
    let [least, most] = [begin, begin];
    for (let i = begin; i < end; i++) {
      if (!(y[least]! <= y[i]!)) least = i;
      if (!(y[most]! >= y[i]!)) most = i;
    }
    const [first, second] = least < most ? [least, most] : [most, least];
    outX[2 * s] = x[first]!;
    outY[2 * s] = y[first]!;
    outX[2 * s + 1] = x[second]!;
    outY[2 * s + 1] = y[second]!;
  }
  return { x: outX, y: outY };
}
