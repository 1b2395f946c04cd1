/**
 * Makes calls under one key that come while the first is under way share its answer, or its failure. Nothing is kept after it.
 *
 * @example const once = singleFlight<Answer>(); await Promise.all([once('a', ask), once('a', ask)]) // asked once
 */
export function singleFlight<T>(): (key: string, load: () => Promise<T>) => Promise<T> {
  const inFlight = new Map<string, Promise<T>>();
  return (key, load) => {
    const existing = inFlight.get(key);
    if (existing) return existing;
    const promise = load().finally(() => inFlight.delete(key));
    inFlight.set(key, promise);
    return promise;
  };
}
