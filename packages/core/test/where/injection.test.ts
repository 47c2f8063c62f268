import { isEcephysError } from "@ecephys/files";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseExpression } from "../../src/where/parse-expression.ts";
import { passing, UNITS } from "./support.ts";

const refused = (source: string): boolean => {
  try {
    passing(source);
    return false;
  } catch (error) {
    if (!isEcephysError(error, "argument")) throw error;
    return true;
  }
};

/** Every way out of the row that JavaScript has. */
const WAYS_OUT = [
  "constructor",
  "__proto__",
  "d.constructor",
  'd["constructor"]',
  "d.__proto__",
  'd["__proto__"].polluted',
  "d.snr.constructor",
  'snr["constructor"]',
  'd["con" + "structor"]',
  "d[ecephys_structure_acronym]",
  "d?.snr",
  "d.toString()",
  "toString",
  "hasOwnProperty",
  "globalThis",
  "globalThis.process",
  "process.exit(1)",
  "process.env.HOME",
  "window",
  "self",
  "this",
  "this.constructor",
  "require('fs')",
  "import('node:fs')",
  "import.meta.url",
  "eval('1')",
  "Function('return 1')()",
  "new Function('return 1')()",
  "new Date()",
  "(() => 1)()",
  "(function () { return 1 })()",
  "class {}",
  "async () => 1",
  "`$" + "{snr}`",
  "`text`",
  "String.raw`x`",
  "/(a+)+$/.test(ecephys_structure_acronym)",
  "/x/",
  "10n == id",
  "snr = 5",
  "d.snr = 5",
  "snr += 1",
  "snr++",
  "--snr",
  "delete d.snr",
  "void 0",
  "typeof snr",
  "snr in d",
  "d instanceof Object",
  "(1, snr)",
  "[...acronyms]",
  "[[1]]",
  "[snr]",
  "({}).constructor",
  "({ a: 1 })",
  "abs(...acronyms)",
  "abs.call(1)",
  "abs?.(snr)",
  "op.constructor('x')",
  "op['abs'](snr)",
  "op.__proto__(snr)",
  "Math.constructor('x')",
  "Math.random()",
  "op.row_object()",
  "op.mean(d.snr)",
  "$.secret",
  "acronyms.length",
  "acronyms[0]",
  "ecephys_structure_acronym.startsWith('V')",
  "\\u0063onstructor",
  "d.\\u0063onstructor",
  "d.__pr\\u006fto__",
  "gl\\u{6f}balThis",
  "yield",
  "await 1",
  "snr; process.exit(1)",
  "snr\nprocess.exit(1)",
  "true) || (process.exit(1)",
  "}); process.exit(1); ({",
  "true // comment",
  "#private in d",
  "super.x",
  "new.target",
];

declare global {
  var reached: unknown;
}

describe("nothing outside the row can be accessed", () => {
  beforeEach(() => {
    Object.defineProperty(globalThis, "reached", {
      configurable: true,
      get() {
        throw new Error("a filter read a global");
      },
      set() {
        throw new Error("a filter wrote a global");
      },
    });
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "reached");
  });

  it.each(WAYS_OUT)("refuses %s", (source) => {
    expect(refused(source)).toBe(true);
  });

  it("refuses them inside anything that is allowed, too", () => {
    const contexts = fc.constantFrom(
      (inner: string) => `snr > 2 && ${inner}`,
      (inner: string) => `(${inner}) == 1`,
      (inner: string) => `abs(${inner}) > 1`,
      (inner: string) => `true ? (${inner}) : id`,
      (inner: string) => `!(${inner})`,
      (inner: string) => `[1, ${inner}]`,
      (inner: string) => `d[${inner}]`,
    );
    fc.assert(
      fc.property(contexts, fc.constantFrom(...WAYS_OUT), (context, way) => {
        expect(refused(context(way))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("reads no name but a column's, whatever the name, even escaped", () => {
    const escaped = (name: string) =>
      [...name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    const names = fc.oneof(
      fc.constantFrom(
        ...Object.getOwnPropertyNames(Object.prototype),
        ...Object.getOwnPropertyNames(Function.prototype),
        ...Object.getOwnPropertyNames(globalThis).filter(
          (name) => !["NaN", "Infinity", "undefined"].includes(name),
        ),
      ),
      fc.stringMatching(/^[a-zA-Z_$][a-zA-Z0-9_$]{0,12}$/),
    );
    const columns = new Set([
      ...UNITS.columnNames(),
      "true",
      "false",
      "null",
      "undefined",
      "NaN",
      "Infinity",
    ]);
    fc.assert(
      fc.property(names, (name) => {
        fc.pre(!columns.has(name));
        expect(refused(name)).toBe(true);
        expect(refused(`d.${name}`)).toBe(true);
        expect(refused(`d[${JSON.stringify(name)}]`)).toBe(true);
        expect(refused(escaped(name))).toBe(true);
        expect(refused(`snr.${name}`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("calls only the listed functions", () => {
    const names = fc.constantFrom(
      ...Object.getOwnPropertyNames(Object.prototype),
      ...Object.getOwnPropertyNames(globalThis),
    );
    fc.assert(
      fc.property(names, fc.constantFrom("", "op.", "Math.", "d.", "globalThis."), (name, prefix) => {
        expect(refused(`${prefix}${name}(snr)`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("any text is either parsed into the allowed kinds or refused with an argument error", () => {
    const kinds = [
      "literal",
      "list",
      "column",
      "unary",
      "comparison",
      "arithmetic",
      "logical",
      "conditional",
      "call",
    ];
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) node.forEach(visit);
      else if (typeof node === "object" && node !== null) {
        if ("kind" in node) expect(kinds).toContain(node.kind);
        Object.values(node).forEach(visit);
      }
    };
    const tokens = fc.constantFrom(
      ..."snr d id . [ ] ( ) { } ! - + * / % ** == != === < <= > >= && || ?? ?. ? : , ; ' \" ` => = ++ \\u0061 0x10 1e5 1n".split(
        " ",
      ),
      ..."new this function class async await import eval constructor __proto__ true null op.abs abs includes /a/g ...".split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.array(tokens, { maxLength: 14 }).map((parts) => parts.join(" ")),
      fc.string({ unit: "grapheme" }),
    );
    fc.assert(
      fc.property(text, (source) => {
        try {
          visit(parseExpression(source));
        } catch (error) {
          if (!isEcephysError(error, "argument")) throw error;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("a column may have any name without opening a way out", async () => {
    const { table } = await import("arquero");
    const { parseWhere } = await import("../../src/where/where.ts");
    const odd = table(
      new Map([
        ["constructor", [1, 2]],
        ["a", [1, 1]],
      ]),
    );
    expect(parseWhere("constructor == 2").rows(odd)).toEqual([1]);
    expect(() => parseWhere("d.constructor.name == 2").rows(odd)).toThrow("only columns can be read");
  });
});
