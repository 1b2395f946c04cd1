/** All that may outlive a reload. A name, a tax id or an account number has no key here, so it cannot be kept. */
export type SessionKey =
  | 'session'
  | 'contract'
  | 'signed'
  /** The contract whose signing page is open, or was when the page went. */
  | 'signing'
  /** DocuSign's view does not come up in this page. */
  | 'focusedViewFailed'
  | 'postalCode'
  | 'commodity'
  | 'utility'
  | 'zone'
  | 'usage'
  | 'usageUnit'
  | 'usageSource'
  | 'startMonth'
  | 'offer'
  /** A letter of authorization that was asked for. */
  | 'authorization'
  /** Energies still to be bought, when both are: `gas`. */
  | 'pendingCommodities';

/** What the tab remembers for one site. Text in, text out: a reader checks it like anything typed. */
export interface SessionStore {
  read(key: SessionKey): string | undefined;
  write(key: SessionKey, value: string | undefined): void;
}

/** sessionStorage under the site's key. Where the browser blocks storage, it remembers until the page goes. */
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
        // Full or forbidden: the map has it.
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
