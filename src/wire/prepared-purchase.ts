import * as z from 'zod/mini';
import { preparedPurchase } from './approval-request.ts';
import type { Endpoint } from './endpoint.ts';
import { offer } from './offer.ts';
import { termChange } from './problem.ts';

const { rate, monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent, estimate } = offer.shape;

/** The amounts of an offer that can change while it waits for the approver. */
const offerAmounts = z.object({
  rate,
  monthlyFee,
  brokerFee,
  earlyTermination,
  swingPercent,
  greenPercent,
  estimate,
});
export type OfferAmounts = z.infer<typeof offerAmounts>;

/**
 * The purchase that an approval link has opened. `offer` is the current version of the offer that was prepared, with a
 * new offer token; it is absent if the offer is no longer available. `change` is present if any term differs from the
 * prepared offer: `from` has the amounts before the change, and `terms` each changed term with both values.
 */
export const openedPurchase = z.object({
  purchase: preparedPurchase,
  offer: z.optional(offer),
  change: z.optional(z.object({ from: offerAmounts, terms: z.array(termChange) })),
});
export type OpenedPurchase = z.infer<typeof openedPurchase>;

/**
 * The prepared purchase, for the session that opened the approval link. The offer's price is read again. 410
 * `approval_link_spent` once the contract has been created, or the request was revoked or has expired; 503
 * `price_check_unavailable` if the price cannot be read.
 */
export const getPreparedPurchase = {
  method: 'GET',
  path: '/v1/approval-requests/{id}/purchase',
  session: true,
  response: openedPurchase,
  status: 200,
} as const satisfies Endpoint;
