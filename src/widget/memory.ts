/** All that may outlive a reload. A name, a tax id or an account number has no key here, so it cannot be kept. */
export type MemoryKey =
  | 'session'
  | 'contract'
  | 'signed'
  /** The contract whose signing page is open, or was when the page went. */
  | 'signing'
  /** DocuSign's view does not come up in this page. */
  | 'noFrame'
  | 'postalCode'
  | 'commodity'
  | 'utility'
  | 'zone'
  | 'usage'
  | 'usageUnit'
  | 'usageNote'
  | 'startMonth'
  | 'offer'
  /** A letter of authorization that was asked for. */
  | 'letter'
  /** Energies still to be bought, when both are: `gas`. */
  | 'toBuy';

/** What the tab remembers for one site. Text in, text out: a reader checks it like anything typed. */
export interface Memory {
  read(key: MemoryKey): string | undefined;
  write(key: MemoryKey, value: string | undefined): void;
}

/** sessionStorage under the site's key. Where the browser blocks storage, it remembers until the page goes. */
export function createMemory(siteKey: string, storage: Storage | undefined = tabStorage()): Memory {
  const fallback = new Map<string, string>();
  const at = (key: MemoryKey) => `shopper:${siteKey}:${key}`;
  return {
    read: (key) => storage?.getItem(at(key)) ?? fallback.get(key),
    write(key, value) {
      if (value) fallback.set(key, value);
      else fallback.delete(key);
      try {
        if (value) storage?.setItem(at(key), value);
        else storage?.removeItem(at(key));
      } catch {
        // Full or forbidden: the map has it.
      }
    },
  };
}

function tabStorage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
