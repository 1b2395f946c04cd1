import type { ContractStatus } from '../wire/contract.ts';

/** Events for the host page, and their details. The events are a public API and contain no personal data. */
export interface HostEvents {
  'shopper:ready': { environment: 'test' | 'live' };
  'shopper:step': { step: 'rates' | 'customer' | 'signing' | 'tracking' };
  'shopper:offer-selected': { offerId: string; supplier: string; commodity: string; termMonths: number };
  'shopper:contract-created': { contractId: string; reference: string };
  'shopper:signed': { contractId: string; reference: string };
  'shopper:status': { contractId: string; reference: string; status: ContractStatus };
  'shopper:error': { code: string };
}

/** The names of all events. The type checker reports a missing name. */
export const HOST_EVENTS = Object.keys({
  'shopper:ready': true,
  'shopper:step': true,
  'shopper:offer-selected': true,
  'shopper:contract-created': true,
  'shopper:signed': true,
  'shopper:status': true,
  'shopper:error': true,
} satisfies Record<keyof HostEvents, true>);

export type Emit = <Name extends keyof HostEvents>(name: Name, detail: HostEvents[Name]) => void;

/**
 * Creates a function that dispatches events at `host`. The events bubble and are composed, so `document` also receives
 * them. If `dataLayerName` is given, each event is also pushed to the global array with that name, in the format that
 * tag managers expect: `{ event: 'shopper:step', step: 'signing' }`.
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
