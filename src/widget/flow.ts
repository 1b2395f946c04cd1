import type { CreateContract } from '../wire/contract.ts';
import type { Offer } from '../wire/offer.ts';
import type { FieldProblem } from '../wire/problem.ts';
import type { Utility } from '../wire/utility.ts';

/** An offer as chosen, with what the next steps must know of where it applies. */
export interface Choice {
  readonly offer: Offer;
  readonly utility: Utility;
  readonly postalCode: string;
}

/** Everything the customer said, checked. Lives in the page's memory only. */
export type Details = Readonly<Omit<CreateContract, 'offerToken' | 'consent'>>;

/**
 * Where the customer stands: rates → customer → signing → tracking. Until a contract exists every step can go back, and
 * nothing is lost by it. From then on the contract's own status decides between signing and tracking.
 */
export type Flow =
  | { readonly step: 'rates'; readonly notice?: 'offer_expired' | 'offer_gone' }
  | {
      readonly step: 'customer';
      readonly choice: Choice;
      readonly refused?: readonly FieldProblem[];
      readonly field?: string;
    }
  | { readonly step: 'signing'; readonly choice: Choice; readonly details: Details }
  /** `choice`: what it was made of, as long as the page has not been reloaded. */
  | { readonly step: 'tracking'; readonly contractId: string; readonly choice?: Choice }
  /** A resume link is being opened, or was used before. */
  | { readonly step: 'tracking'; readonly contractId?: undefined; readonly link: 'opening' | 'spent' };

export type FlowEvent =
  | { readonly type: 'offer_chosen'; readonly choice: Choice }
  | { readonly type: 'details_given'; readonly details: Details }
  /** The rate moved: the same choice with the price as it is now. */
  | { readonly type: 'rate_moved'; readonly offer: Offer }
  | { readonly type: 'offer_lost'; readonly why: 'offer_expired' | 'offer_gone' }
  /** The server named fields of the details that cannot stand. */
  | { readonly type: 'details_refused'; readonly fields: readonly FieldProblem[] }
  | { readonly type: 'contract_made'; readonly contractId: string }
  | { readonly type: 'link_spent' }
  /** The supplier named fields of a contract that can be put right and sent again, as a new one. */
  | { readonly type: 'fix'; readonly fields: readonly FieldProblem[] }
  /** `field`: which of the step before to go to. */
  | { readonly type: 'back'; readonly field?: string }
  /** Back to the rates for another offer, wherever the customer stands. */
  | { readonly type: 'choose_again' };

/** The next state. An event that means nothing where the customer stands changes nothing. */
export function next(flow: Flow, event: FlowEvent): Flow {
  switch (event.type) {
    case 'offer_chosen':
      return flow.step === 'rates' ? { step: 'customer', choice: event.choice } : flow;
    case 'details_given':
      return flow.step === 'customer' ? { step: 'signing', choice: flow.choice, details: event.details } : flow;
    case 'rate_moved':
      return flow.step === 'signing' ? { ...flow, choice: { ...flow.choice, offer: event.offer } } : flow;
    case 'offer_lost':
      return flow.step === 'signing' ? { step: 'rates', notice: event.why } : flow;
    case 'details_refused':
      return flow.step === 'signing' ? { step: 'customer', choice: flow.choice, refused: event.fields } : flow;
    case 'contract_made':
      return {
        step: 'tracking',
        contractId: event.contractId,
        ...(flow.step === 'signing' && { choice: flow.choice }),
      };
    case 'link_spent':
      return { step: 'tracking', link: 'spent' };
    case 'fix':
      return flow.step === 'tracking' && flow.contractId && flow.choice
        ? { step: 'customer', choice: flow.choice, refused: event.fields }
        : flow;
    case 'back':
      if (flow.step === 'signing')
        return { step: 'customer', choice: flow.choice, ...(event.field && { field: event.field }) };
      return flow.step === 'customer' ? { step: 'rates' } : flow;
    case 'choose_again':
      return { step: 'rates' };
  }
}
