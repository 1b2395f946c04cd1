import type { ContractStatus } from '../wire/contract.ts';

/** What the page around the widget may hear, and nothing that says who the customer is. A public contract. */
export interface HostEvents {
  'shopper:ready': { environment: 'test' | 'live' };
  'shopper:step': { step: 'rates' | 'customer' | 'signing' | 'tracking' };
  'shopper:offer-selected': { offerId: string; supplier: string; commodity: string; termMonths: number };
  'shopper:contract-created': { contractId: string; reference: string };
  'shopper:signed': { contractId: string; reference: string };
  'shopper:status': { contractId: string; reference: string; status: ContractStatus };
  'shopper:error': { code: string };
}

export type Emit = <Name extends keyof HostEvents>(name: Name, detail: HostEvents[Name]) => void;

/**
 * Events from `host`: they bubble, and cross shadow roots, so `document` hears them too. So does the page's array of that
 * name, if one is given: `{ event: 'shopper:step', step: 'signing' }`.
 */
export function emitFrom(host: Element, array: string | undefined): Emit {
  return (name, detail) => {
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    if (!array) return;
    const heard: unknown = Reflect.get(window, array) ?? [];
    Reflect.set(window, array, heard);
    if (Array.isArray(heard)) heard.push({ event: name, ...detail });
  };
}
