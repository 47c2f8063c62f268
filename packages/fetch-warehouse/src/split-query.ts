import { encodeRma, type RmaAssociation, type RmaFilter, type RmaQuery, rmaText } from "./rma-query.ts";

/** Servers and proxies refuse URLs of over 8 kB; this leaves room for host and path. */
const LONGEST_QUERY = 6000;

/**
 * The query as one or more whose URLs are short enough: the longest list of values is halved until they are.
 * A record matches one value of a list at most, so the answers do not overlap.
 */
export function splitQuery(query: RmaQuery, longest: number = LONGEST_QUERY): RmaQuery[] {
  const length = encodeRma(rmaText(query, { start: 0, count: 0 })).length;
  const list = longestFilter(query);
  if (length <= longest || list === undefined || list.values.length < 2) return [query];
  const middle = Math.ceil(list.values.length / 2);
  return [list.values.slice(0, middle), list.values.slice(middle)].flatMap((values) =>
    splitQuery(withFilter(query, list, { ...list, values }), longest),
  );
}

function longestFilter(query: RmaQuery): RmaFilter | undefined {
  let longest: RmaFilter | undefined;
  for (const filter of filtersOf(query)) {
    if (filter.values.length > (longest?.values.length ?? 0)) longest = filter;
  }
  return longest;
}

function* filtersOf({ where = [], criteria = [] }: RmaQuery): Generator<RmaFilter> {
  yield* where;
  for (const criterion of criteria) {
    if ("column" in criterion) yield criterion;
    else yield* filtersWithin(criterion);
  }
}

function* filtersWithin({ filters = [], of = [] }: RmaAssociation): Generator<RmaFilter> {
  yield* filters;
  for (const child of of) yield* filtersWithin(child);
}

function withFilter(query: RmaQuery, old: RmaFilter, replacement: RmaFilter): RmaQuery {
  const replace = (filter: RmaFilter) => (filter === old ? replacement : filter);
  const within = (association: RmaAssociation): RmaAssociation => ({
    ...association,
    filters: association.filters?.map(replace),
    of: association.of?.map(within),
  });
  return {
    ...query,
    where: query.where?.map(replace),
    criteria: query.criteria?.map((criterion) =>
      "column" in criterion ? replace(criterion) : within(criterion),
    ),
  };
}
