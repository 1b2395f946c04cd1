import * as z from 'zod/mini';
import { preparedPurchase } from './approval-request.ts';
import { signer } from './customer.ts';
import type { Endpoint } from './endpoint.ts';
import { offer } from './offer.ts';
import { isoDateTime } from './primitives.ts';
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

/** A purchase that was prepared or submitted earlier. It has no tax ID. A prepared one has no signer. */
export const savedPurchase = z.strictObject({ ...preparedPurchase.shape, signer: z.optional(signer) });
export type SavedPurchase = z.infer<typeof savedPurchase>;

/**
 * A purchase that was prepared or submitted earlier, to be completed now. `offer` is the current version of its offer, with a
 * new offer token; it is absent if the offer is no longer available. `change` is present if any term differs from the
 * offer at that time: `from` has the amounts before the change, and `terms` each changed term with both values.
 */
export const openedPurchase = z.object({
  purchase: savedPurchase,
  offer: z.optional(offer),
  change: z.optional(z.object({ from: offerAmounts, terms: z.array(termChange) })),
});
export type OpenedPurchase = z.infer<typeof openedPurchase>;

/**
 * The prepared purchase, for the session that opened the approval link, and until when it can be read. The offer's price
 * is read again. 409 `contract_exists` with the contract once the session has created it; 410 `approval_link_spent` if
 * the request was revoked or has expired; 503 `price_check_unavailable` if the price cannot be read.
 */
export const getPreparedPurchase = {
  method: 'GET',
  path: '/v1/approval-requests/{id}/purchase',
  session: true,
  response: z.object({ ...openedPurchase.shape, createdAt: isoDateTime, expiresAt: isoDateTime }),
  status: 200,
} as const satisfies Endpoint;

/**
 * The purchase of a contract that ended before anything was binding, so that the customer can correct it and submit it
 * again: everything but the tax ID and the files. The offer's price is read again. For sessions that have access to the
 * contract. 410 `purchase_unavailable` in any other status, and once the purchase has been deleted; 503
 * `price_check_unavailable` if the price cannot be read.
 */
export const getSubmittedPurchase = {
  method: 'GET',
  path: '/v1/contracts/{id}/purchase',
  session: true,
  response: openedPurchase,
  status: 200,
} as const satisfies Endpoint;
