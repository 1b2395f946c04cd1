import type { CreateContractRequest } from '../wire/create-contract.ts';
import type { Offer } from '../wire/offer.ts';
import type { FieldProblem } from '../wire/problem.ts';
import type { Utility } from '../wire/utility.ts';

/** The selected offer, and the service location for which it is valid. */
export interface SelectedOffer {
  readonly offer: Offer;
  readonly utility: Utility;
  readonly postalCode: string;
  /** Whether the offer's usage is an estimate instead of a number from the customer's bills. */
  readonly isUsageEstimated?: boolean;
}

/** The customer's validated input. Kept only in memory. */
export type CustomerDetails = Readonly<Omit<CreateContractRequest, 'offerToken' | 'consent'>>;

/** A purchase without a contract. */
export type Purchase =
  /** `isOtherLocation`: the customer buys for another location, so the form starts without the previous location. */
  | { readonly step: 'rates'; readonly notice?: 'offer_expired' | 'offer_gone'; readonly isOtherLocation?: true }
  | {
      readonly step: 'customer';
      readonly selection: SelectedOffer;
      readonly fieldErrors?: readonly FieldProblem[];
      readonly field?: string;
    }
  | { readonly step: 'signing'; readonly selection: SelectedOffer; readonly details: CustomerDetails };

/**
 * The current step: rates → customer → signing (review and consent) → tracking. Until a contract exists, the customer
 * can go back from every step without losing input. After a contract was created, the step is `tracking` until the
 * customer corrects a rejection or starts over. The `tracking` step also contains the signing UI.
 */
export type Flow =
  | Purchase
  /** `selection` is unknown after a reload. */
  | { readonly step: 'tracking'; readonly contractId: string; readonly selection?: SelectedOffer }
  /** The tracking step without a contract. */
  | { readonly step: 'tracking'; readonly contractId?: undefined; readonly landing: Landing };

/**
 * The reason why no contract is shown. `resume_link` and `approval_link`: the page was opened with a link, which the
 * customer has not used yet. `used`: the resume link was already used. `session_ended`: the session has ended.
 * `approval`: someone else is to sign. The preparer sees the status of the approval request, and the approver sees the
 * purchase.
 */
export type Landing = 'resume_link' | 'approval_link' | 'used' | 'session_ended' | 'approval';

export type FlowEvent =
  | { readonly type: 'offer_selected'; readonly selection: SelectedOffer }
  | { readonly type: 'details_submitted'; readonly details: CustomerDetails }
  | { readonly type: 'rate_changed'; readonly offer: Offer }
  | { readonly type: 'offer_unavailable'; readonly reason: 'offer_expired' | 'offer_gone' }
  /** The server rejected customer details. `fields` contains the paths of form fields. */
  | { readonly type: 'details_rejected'; readonly fields: readonly FieldProblem[] }
  | { readonly type: 'contract_created'; readonly contractId: string }
  /** The customer returns to a purchase after looking at a contract. */
  | { readonly type: 'resumed'; readonly purchase: Purchase }
  | { readonly type: 'landed'; readonly landing: Landing }
  | { readonly type: 'session_ended' }
  /** The customer corrects a contract that the supplier rejected. `fields` contains the rejected fields. */
  | { readonly type: 'fix_requested'; readonly fields: readonly FieldProblem[]; readonly selection: SelectedOffer }
  /** `field`: the field to focus in the previous step. */
  | { readonly type: 'back'; readonly field?: string }
  | { readonly type: 'restarted'; readonly isOtherLocation?: true };

/** Returns the next state. An event that does not apply to the current step is ignored. */
export function reduceFlow(flow: Flow, event: FlowEvent): Flow {
  switch (event.type) {
    case 'offer_selected':
      return flow.step === 'rates' || 'landing' in flow ? { step: 'customer', selection: event.selection } : flow;
    case 'details_submitted':
      return flow.step === 'customer' ? { step: 'signing', selection: flow.selection, details: event.details } : flow;
    case 'rate_changed':
      return flow.step === 'signing' ? { ...flow, selection: { ...flow.selection, offer: event.offer } } : flow;
    case 'offer_unavailable':
      return flow.step === 'rates' ? flow : { step: 'rates', notice: event.reason };
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
    case 'resumed':
      return event.purchase;
    case 'landed':
      return { step: 'tracking', landing: event.landing };
    case 'session_ended':
      return flow.step === 'tracking' && flow.contractId ? { step: 'tracking', landing: 'session_ended' } : flow;
    case 'fix_requested':
      return flow.step === 'tracking' && flow.contractId
        ? { step: 'customer', selection: event.selection, fieldErrors: event.fields }
        : flow;
    case 'back':
      if (flow.step === 'signing')
        return { step: 'customer', selection: flow.selection, ...(event.field && { field: event.field }) };
      return flow.step === 'customer' ? { step: 'rates' } : flow;
    case 'restarted':
      return { step: 'rates', ...(event.isOtherLocation && { isOtherLocation: true }) };
  }
}
