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
export function createEmitter(host: Element, dataLayerName: string | undefined): Emit {
  return (name, detail) => {
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    if (!dataLayerName) return;
    const queue: unknown = Reflect.get(window, dataLayerName) ?? [];
    Reflect.set(window, dataLayerName, queue);
    if (Array.isArray(queue)) queue.push({ event: name, ...detail });
  };
}
