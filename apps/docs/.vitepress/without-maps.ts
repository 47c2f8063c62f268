import type { UserConfig } from "vitepress";

type PluginOption = NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number];
type Plugin = Extract<PluginOption, { readonly name: string }>;

const BEGINS = "function namedProjection(projection) {";

/** Leaves the projections of maps out of Plot, which knows them by name: no figure is a map. */
export function withoutMaps(): Plugin {
  return {
    name: "without-maps",
    transform(code, id) {
      if (!/@observablehq\/plot\/src\/projection\.js$/.test(id)) return undefined;
      if (!code.includes(BEGINS)) throw new Error(`${id} has no ${BEGINS}`);
      return code.replace(
        BEGINS,
        `${BEGINS} throw new Error("There are no projections of maps in this site");`,
      );
    },
  };
}
