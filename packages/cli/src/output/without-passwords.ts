/** "user:password@" of an address, complete or not: "https//user:password@host". */
const CREDENTIALS = /[^\s/'"`:@]+:[^\s'"`@]+@(?=[^\s'"`])/g;

/** A message that quotes what a user typed, without the user names and passwords of addresses in it. */
export function withoutPasswords(text: string): string {
  return text.replace(CREDENTIALS, "***@");
}
