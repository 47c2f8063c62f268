/** The value where it lies from `least` to `most`, else the nearer of the two. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
