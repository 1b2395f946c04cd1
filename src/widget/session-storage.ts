/**
 * The keys of all data that survives a reload. No keys exist for names, tax IDs or account numbers, so the widget
 * cannot store them.
 */
export type SessionKey =
  | 'session'
  | 'contract'
  /** IDs and references of the contracts that this tab has shown: `c_…:7F3K-22QD`, separated by spaces. */
  | 'contracts'
  /** The reference of this tab's contract, kept after its session has ended. */
  | 'reference'
  /** Idempotency key of a contract request whose outcome is unknown. */
  | 'intent'
  | 'signed'
  /** The contract whose signing session is open, or was open before the reload. */
  | 'signing'
  /** Set when DocuSign's focused view failed to load in this tab. */
  | 'focusedViewFailed'
  | 'postalCode'
  | 'commodity'
  | 'utility'
  | 'zone'
  | 'usage'
  | 'usageUnit'
  | 'usageSource'
  | 'currentRate'
  | 'startMonth'
  | 'contractEnd'
  /** The language that the customer selected instead of the page's language. */
  | 'locale'
  | 'authorization'
  /** The approval request that this tab has `prepared` or `opened`: `prepared ap_…`. */
  | 'approval'
  /** The reference of the first of two contracts, while the customer buys the second. */
  | 'purchasedReference'
  /** Commodities still to buy when both are selected, separated by spaces. */
  | 'pendingCommodities';

/** Stores strings for one site in this tab. Callers validate stored values like any other input. */
export interface SessionStore {
  read(key: SessionKey): string | undefined;
  write(key: SessionKey, value: string | undefined): void;
}

/** Uses sessionStorage with the site key as a prefix. If the browser blocks storage, values are kept in memory. */
export function createSessionStore(siteKey: string, storage: Storage | undefined = getSessionStorage()): SessionStore {
  const fallback = new Map<string, string>();
  const storageKey = (key: SessionKey) => `shopper:${siteKey}:${key}`;
  return {
    read: (key) => storage?.getItem(storageKey(key)) ?? fallback.get(key),
    write(key, value) {
      if (value) fallback.set(key, value);
      else fallback.delete(key);
      try {
        if (value) storage?.setItem(storageKey(key), value);
        else storage?.removeItem(storageKey(key));
      } catch {
        // Storage is full or blocked. The value is kept in the map.
      }
    },
  };
}

function getSessionStorage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
