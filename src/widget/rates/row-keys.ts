/**
 * Which row of the page an offer is drawn in. A sorted or filtered list takes the rows that are there for other offers,
 * which paints a thousand offers in two thirds of the time. Prices that are new must not do that: a customer whose focus is
 * on a row's button would find another offer under it. Offers that stay keep their row either way.
 */
export interface RowKeys {
  /**
   * @param source whatever is another object when the prices are new
   * @returns a key for each identity, in its order
   */
  keysFor(identities: readonly string[], source: object): readonly number[];
}

export function createRowKeys(): RowKeys {
  let held: ReadonlyMap<string, number> = new Map();
  let last: object | undefined;
  let next = 0;
  return {
    keysFor(identities, source) {
      const free =
        source === last ? [...held].filter(([identity]) => !identities.includes(identity)).map(([, key]) => key) : [];
      last = source;
      const keys = identities.map((identity) => held.get(identity) ?? free.shift() ?? next++);
      held = new Map(identities.map((identity, at) => [identity, keys[at] ?? 0]));
      return keys;
    },
  };
}
