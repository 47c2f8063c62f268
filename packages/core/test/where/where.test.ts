import { isEcephysError } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import { describe, expect, it } from "vitest";
import { passing } from "./support.ts";

function message(source: string): string {
  try {
    passing(source);
  } catch (error) {
    if (isEcephysError(error, "argument")) return error.message;
    throw error;
  }
  throw new Error(`${source} was accepted`);
}

describe("a --where expression", () => {
  it.each([
    ["snr > 2", [1]],
    ["d.snr > 2", [1]],
    ['d["snr"] > 2', [1]],
    ['d["odd name"] >= 3', [3, 4]],
    ['ecephys_structure_acronym == "VISp" && snr > 2', [1]],
    ['ecephys_structure_acronym === "CA1" || id == 4', [3, 4]],
    ["has_nwb", [1, 4]],
    ["has_nwb == true", [1, 4]],
    ["snr * 2 + 1 == 4", [3]],
    ["snr > 2 ? true : id == 3", [1, 3]],
    ['includes(acronyms, "CA1")', [1]],
    ['includes(["VISp", "CA1"], ecephys_structure_acronym)', [1, 3]],
    ["includes([-1, 3], id)", [3]],
    ['includes(["1", "3", null], id)', [1, 3]],
    ['id == "3"', [3]],
    ["(1 < snr) && snr < 4", [1, 3]],
    ["(snr > 1) == (id < 3)", [1, 4]],
    ["snr ?? true", [1, 2, 3]],
    ["length(acronyms) == 1", [3]],
    ['startswith(lower(ecephys_structure_acronym), "vis")', [1]],
    ["op.sqrt(d.id) == 2", [4]],
    ["Math.max(id, snr) == 3", [1, 3]],
    ["((id) == (1))", [1]],
    ["true", [1, 2, 3, 4]],
    ["phase == 16", [3]],
    ["(snr ?? 100) > 50", [2]],
    ["-snr < -1", [1, 3]],
  ])("%s", (source, ids) => {
    expect(passing(source)).toEqual(ids);
  });
});

describe("missing values", () => {
  it.each([
    ["snr <= 100", [1, 3, 4]],
    ["snr >= -100", [1, 3, 4]],
    ["snr != 3", [3, 4]],
    ["snr == snr", [1, 3, 4]],
    ["!(snr > 2)", [3, 4]],
    ["!(snr <= 2)", [1]],
    ['ecephys_structure_acronym != "VISp"', [3, 4]],
    ['!(ecephys_structure_acronym == "VISp")', [3, 4]],
    ['ecephys_structure_acronym <= "zzz"', [1, 3, 4]],
    ["!has_nwb", [3]],
    ["snr + 1 > 0", [1, 3, 4]],
    ["abs(snr) >= 0", [1, 3, 4]],
    ["snr > 2 ? false : true", [3, 4]],
  ])("never pass a comparison: %s", (source, ids) => {
    expect(passing(source)).toEqual(ids);
  });

  it.each([
    ["snr == null", [2]],
    ["snr != null", [1, 3, 4]],
    ["null == ecephys_structure_acronym", [2]],
    ["acronyms == null", [4]],
    ["is_missing(snr) || id == 1", [1, 2]],
    ["snr > 2 || id == 2", [1, 2]],
    ["!(snr > 2 && id == 1)", [2, 3, 4]],
    ["snr == undefined", [2]],
    ["snr == NaN", [2]],
  ])("can be asked for, and the other side of && and || still decides: %s", (source, ids) => {
    expect(passing(source)).toEqual(ids);
  });

  it("a text that is not a number has no order relative to a number", () => {
    expect(passing("phase < 20")).toEqual([3, 4]);
    expect(passing("!(phase < 20)")).toEqual([]);
  });
});

describe("errors", () => {
  it("an unknown column lists those that exist, and the nearest", () => {
    expect(message("snrr > 2")).toMatch(
      /no column snrr.*Did you mean snr\?.*id, snr, ecephys_structure_acronym/s,
    );
    expect(message('structure_acronym == "VISp"')).toContain("Did you mean ecephys_structure_acronym?");
  });

  it("a name contained in several columns lists them", () => {
    const columns = ["id", "ecephys_structure_id", "ecephys_structure_acronym"];
    expect(nearest("structure", columns)).toBe("ecephys_structure_id or ecephys_structure_acronym");
    expect(nearest("acronym", columns)).toBe("ecephys_structure_acronym");
  });

  it("a bare word instead of text says that text needs quotes", () => {
    expect(message("ecephys_structure_acronym == VISp")).toContain("Text needs quotes");
  });

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    ["snr >", "does not parse at character 6"],
    ["snr > 2 and id == 1", '"and id == 1" is not expected at character 9'],
    ["snr > 2 AND id == 1", "&& stands for and"],
    ["snr > 2 or id == 1", "|| stands for or"],
    ["not has_lfp_data", "! stands for not"],
    ["snr is null", "name == null"],
    ['name like "probe%"', "startswith("],
    ["snr between 1 and 2", "name >= 1 && name <= 2"],
    ["snr > 2 constructor", '"constructor" is not expected at character 9'],
    ["snr > 2)", '")" is not expected'],
    ["snr = 2", "compare with =="],
    ["sqr(snr) > 2", "Did you mean sqrt?"],
    ["sqrt() > 2", "sqrt takes 1 argument"],
    ["snr & 1", "use && and ||"],
    ['"VISp" in acronyms', "includes("],
    ['acronyms == "VISp"', "Check what it holds: includes("],
    ["1 < snr < 2", "comparisons cannot be chained (character 1). Join them with &&"],
    ["id == snr > 2", "comparisons cannot be chained"],
    ["!snr > 2", "Put what it negates in parentheses, as in !(snr > 2)"],
    ['ecephys_structure_acronym == "VISp" || "CA1"', '"CA1" alone is not a condition (character 40)'],
    ['ecephys_structure_acronym == ("VISp" || "CA1")', '"VISp" alone is not a condition'],
    ["snr > 2 && 1", "1 alone is not a condition"],
    ['!"VISp"', "alone is not a condition"],
    ['"VISp" ? id == 1 : id == 2', "alone is not a condition"],
    ['["VISp"]', "alone is not a condition"],
    ['has_nwb == "True"', "Write true and false in lower case and without quotes"],
    ['"false" != has_nwb', "Write true and false in lower case and without quotes"],
    ["has_nwb == True", "there is no column True. Did you mean true?"],
    ["snr == None", "Did you mean null?"],
  ])("%s: %s", (source, expected) => {
    expect(message(source)).toContain(expected);
  });

  it.each([
    ["parentheses", `${"(".repeat(2_000)}1${")".repeat(2_000)}`, "nested too deeply"],
    ["more parentheses than any stack holds", "(".repeat(90_000), "nested too deeply"],
    ["negations", `${"!".repeat(2_000)}snr`, "nested too deeply"],
    ["a very long text", `id == ${"1".repeat(100_001)}`, "longer than"],
  ])("refuses %s without falling over", (_, source, expected) => {
    const text = message(source);
    expect(text).toContain(expected);
    expect(text.length).toBeLessThan(500);
  });
});
