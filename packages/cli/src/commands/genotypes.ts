import { tableCommand } from "../table-command.ts";

export const genotypes = tableCommand({
  name: "genotypes",
  summary: "the genotypes, with their numbers of sessions",
  description: "The full genotypes of the mice, with the number of sessions of each.",
  overview: ["full_genotype", "session_count"],
  async table({ cache, signal }) {
    const { countSessions } = await import("../table/count.ts");
    const genotypes = await cache.getAllFullGenotypes({ signal });
    return countSessions("full_genotype", genotypes, await cache.getRawSessions({ signal }), "genotype");
  },
  examples: [
    ["ecephys genotypes", "all genotypes"],
    ["ecephys genotypes --where 'includes(full_genotype, \"Sst\")'", "those with Sst in their name"],
  ],
});
