/**
 * Tells open event streams that a contract has changed. Within one process; what changed is read from the store. What other
 * processes change comes in through `store/changes.ts`.
 */
export interface ContractEventBus {
  /** @returns a function that ends the subscription */
  subscribe(contractId: string, listener: () => void): () => void;
  publish(contractId: string): void;
  /** Anything may have changed. */
  publishAll(): void;
}

export function createContractEventBus(): ContractEventBus {
  const subscribers = new Map<string, Set<() => void>>();
  return {
    subscribe(contractId, listener) {
      const listeners = subscribers.get(contractId) ?? new Set();
      subscribers.set(contractId, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (!listeners.size) subscribers.delete(contractId);
      };
    },
    publish(contractId) {
      for (const listener of subscribers.get(contractId) ?? []) listener();
    },
    publishAll() {
      for (const listeners of subscribers.values()) for (const listener of listeners) listener();
    },
  };
}
