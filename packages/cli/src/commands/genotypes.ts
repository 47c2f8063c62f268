import { tableCommand } from "../table-command.ts";

export const genotypes = tableCommand({
  name: "genotypes",
  summary: "the genotypes, with the count of their sessions",
  description: "The full genotypes of the mice, with the count of their sessions.",
  overview: ["full_genotype", "session_count"],
  async table({ cache, signal }) {
    const { countSessions } = await import("../table/count.ts");
    return countSessions(
      "full_genotype",
      await cache.getAllFullGenotypes({ signal }),
      await cache.getSessionTable({ signal }),
    );
  },
  examples: [
    ["ecephys genotypes", "all genotypes"],
    ["ecephys genotypes --where 'includes(full_genotype, \"Sst\")'", "those with Sst in their name"],
  ],
});
