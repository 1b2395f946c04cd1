/**
 * Makes calls under one key that come while the first is under way share its answer, or its failure. Nothing is kept after it.
 *
 * @example const once = singleFlight<Answer>(); await Promise.all([once('a', ask), once('a', ask)]) // asked once
 */
export const singleFlight = <T>(): ((key: string, work: () => Promise<T>) => Promise<T>) => {
  const flying = new Map<string, Promise<T>>();
  return (key, work) => {
    const before = flying.get(key);
    if (before) return before;
    const flight = work().finally(() => flying.delete(key));
    flying.set(key, flight);
    return flight;
  };
};
