const LONGEST = 60;

/** A value as a message shows it: short, and never what it holds where that could be much. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      return cut(JSON.stringify(value));
    case "bigint":
      return cut(`${value}n`);
    case "function":
      return "a function";
    case "object":
      return value === null ? "null" : shownObject(value);
    default:
      return String(value);
  }
}

function shownObject(value: object): string {
  if (Array.isArray(value)) return shownList(value);
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `an object (${name})` : "an object";
}

/** A pair of numbers in the wrong order is told best by itself. */
function shownList(list: readonly unknown[]): string {
  if (list.length === 0) return "an empty list";
  const isShort = list.length <= 4 && list.every((one) => typeof one === "number");
  return isShort ? `[${list.join(", ")}]` : "a list";
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
