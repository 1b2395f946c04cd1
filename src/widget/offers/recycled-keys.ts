/**
 * Which row of the page an offer is drawn in. A sorted or filtered list takes the rows that are there for other offers,
 * which paints a thousand offers in two thirds of the time. Prices that are new must not do that: a customer whose focus is
 * on a row's button would find another offer under it. Offers that stay keep their row either way.
 */
export interface KeyPool {
  /**
   * @param source whatever is another object when the prices are new
   * @returns a key for each identity, in its order
   */
  assign(ids: readonly string[], source: object): readonly number[];
}

export function createKeyPool(): KeyPool {
  let assigned: ReadonlyMap<string, number> = new Map();
  let lastSource: object | undefined;
  let nextKey = 0;
  return {
    assign(ids, source) {
      const freeKeys =
        source === lastSource ? [...assigned].filter(([id]) => !ids.includes(id)).map(([, key]) => key) : [];
      lastSource = source;
      const keys = ids.map((id) => assigned.get(id) ?? freeKeys.shift() ?? nextKey++);
      assigned = new Map(ids.map((id, index) => [id, keys[index] ?? 0]));
      return keys;
    },
  };
}
