import type { CreateContractRequest } from '../wire/create-contract.ts';
import type { Offer } from '../wire/offer.ts';
import type { FieldProblem } from '../wire/problem.ts';
import type { Utility } from '../wire/utility.ts';

/** An offer as chosen, with what the next steps must know of where it applies. */
export interface SelectedOffer {
  readonly offer: Offer;
  readonly utility: Utility;
  readonly postalCode: string;
}

/** Everything the customer said, checked. Lives in the page's memory only. */
export type CustomerDetails = Readonly<Omit<CreateContractRequest, 'offerToken' | 'consent'>>;

/**
 * Where the customer stands: rates → customer → signing → tracking. Until a contract exists every step can go back, and
 * nothing is lost by it. From then on the contract's own status decides between signing and tracking.
 */
export type Flow =
  | { readonly step: 'rates'; readonly notice?: 'offer_expired' | 'offer_gone' }
  | {
      readonly step: 'customer';
      readonly selection: SelectedOffer;
      readonly fieldErrors?: readonly FieldProblem[];
      readonly field?: string;
    }
  | { readonly step: 'signing'; readonly selection: SelectedOffer; readonly details: CustomerDetails }
  /** `choice`: what it was made of, as long as the page has not been reloaded. */
  | { readonly step: 'tracking'; readonly contractId: string; readonly selection?: SelectedOffer }
  /** A resume link is being opened, or was used before. */
  | { readonly step: 'tracking'; readonly contractId?: undefined; readonly resumeLink: 'opening' | 'used' };

export type FlowEvent =
  | { readonly type: 'offer_selected'; readonly selection: SelectedOffer }
  | { readonly type: 'details_submitted'; readonly details: CustomerDetails }
  /** The rate moved: the same choice with the price as it is now. */
  | { readonly type: 'rate_changed'; readonly offer: Offer }
  | { readonly type: 'offer_unavailable'; readonly reason: 'offer_expired' | 'offer_gone' }
  /** The server named fields of the details that cannot stand. */
  | { readonly type: 'details_rejected'; readonly fields: readonly FieldProblem[] }
  | { readonly type: 'contract_created'; readonly contractId: string }
  | { readonly type: 'resume_link_used' }
  /** The supplier named fields of a contract that can be put right and sent again, as a new one. */
  | { readonly type: 'fix_requested'; readonly fields: readonly FieldProblem[] }
  /** `field`: which of the step before to go to. */
  | { readonly type: 'back'; readonly field?: string }
  /** Back to the rates for another offer, wherever the customer stands. */
  | { readonly type: 'restarted' };

/** The next state. An event that means nothing where the customer stands changes nothing. */
export function reduceFlow(flow: Flow, event: FlowEvent): Flow {
  switch (event.type) {
    case 'offer_selected':
      return flow.step === 'rates' ? { step: 'customer', selection: event.selection } : flow;
    case 'details_submitted':
      return flow.step === 'customer' ? { step: 'signing', selection: flow.selection, details: event.details } : flow;
    case 'rate_changed':
      return flow.step === 'signing' ? { ...flow, selection: { ...flow.selection, offer: event.offer } } : flow;
    case 'offer_unavailable':
      return flow.step === 'signing' ? { step: 'rates', notice: event.reason } : flow;
    case 'details_rejected':
      return flow.step === 'signing'
        ? { step: 'customer', selection: flow.selection, fieldErrors: event.fields }
        : flow;
    case 'contract_created':
      return {
        step: 'tracking',
        contractId: event.contractId,
        ...(flow.step === 'signing' && { selection: flow.selection }),
      };
    case 'resume_link_used':
      return { step: 'tracking', resumeLink: 'used' };
    case 'fix_requested':
      return flow.step === 'tracking' && flow.contractId && flow.selection
        ? { step: 'customer', selection: flow.selection, fieldErrors: event.fields }
        : flow;
    case 'back':
      if (flow.step === 'signing')
        return { step: 'customer', selection: flow.selection, ...(event.field && { field: event.field }) };
      return flow.step === 'customer' ? { step: 'rates' } : flow;
    case 'restarted':
      return { step: 'rates' };
  }
}
