/**
 * Tells open event streams that a contract has changed. Within one process; what changed is read from the store. What other
 * processes change comes in through `store/changes.ts`.
 */
export interface Live {
  /** @returns a function that ends the subscription */
  subscribe(contractId: string, changed: () => void): () => void;
  publish(contractId: string): void;
  /** Anything may have changed. */
  publishAll(): void;
}

export const createLive = (): Live => {
  const subscribers = new Map<string, Set<() => void>>();
  return {
    subscribe(contractId, changed) {
      const set = subscribers.get(contractId) ?? new Set();
      subscribers.set(contractId, set.add(changed));
      return () => {
        set.delete(changed);
        if (!set.size) subscribers.delete(contractId);
      };
    },
    publish(contractId) {
      for (const changed of subscribers.get(contractId) ?? []) changed();
    },
    publishAll() {
      for (const set of subscribers.values()) for (const changed of set) changed();
    },
  };
};
