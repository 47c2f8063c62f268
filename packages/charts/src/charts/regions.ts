import { categoryColor } from "../figure/theme.ts";

/** Parts of the brain that are coloured alike. */
const REGIONS: readonly { readonly name: string; readonly holds: RegExp }[] = [
  { name: "visual cortex", holds: /^VIS/ },
  { name: "hippocampus", holds: /^(CA\d?|DG|SUB|ProS|HPF|POST|PRE)/ },
  { name: "thalamus", holds: /^(LG|LP|LD|PO|VPM|VPL|VL|TH|PP|SGN|MG|Eth|IGL|PIL|RT)/ },
  { name: "midbrain", holds: /^(SC|APN|MB|PPT|NOT|MRN|OP|OLP|RPF|IntG|ZI|PF)/ },
];
const OTHER = "other structures";
const NONE = "no structure";

/** The names of all regions, in the order of their colours. */
export const REGION_NAMES: readonly string[] = [...REGIONS.map(({ name }) => name), OTHER, NONE];

/** The region of a structure, by the beginning of its acronym in the Allen Mouse Brain Atlas. */
export function regionOf(acronym: unknown): string {
  if (typeof acronym !== "string" || acronym === "") return NONE;
  return REGIONS.find(({ holds }) => holds.test(acronym))?.name ?? OTHER;
}

export function regionColor(name: string): string {
  return name === NONE ? categoryColor(7) : categoryColor(REGION_NAMES.indexOf(name));
}
