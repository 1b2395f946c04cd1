import * as z from 'zod/mini';
import { consentLocale, offerToken } from './consent.ts';
import { contractStatus } from './contract.ts';
import { contact, currentSupply, customer, serviceAccount, signer } from './customer.ts';
import type { Endpoint } from './endpoint.ts';
import { offer } from './offer.ts';
import { email, isoDateTime, postalCode } from './primitives.ts';
import { termChange } from './problem.ts';

// Does not use `z.omit`, because nothing else in the browser needs its code.
const { taxId: _, ...business } = customer.shape;

/**
 * A purchase that a preparer has entered for an approver, who signs it. It has no tax ID and no signer: the approver
 * adds both. The offer was requested for `postalCode`. `locale` is the preparer's language. `taxExempt`: the business
 * is exempt, so a certificate must be uploaded again, because files are not stored.
 */
export const preparedPurchase = z.strictObject({
  locale: consentLocale,
  postalCode,
  customer: z.strictObject(business),
  contact: z.optional(contact),
  accounts: z.array(serviceAccount).check(z.minLength(1, 'required'), z.maxLength(50, 'too_many')),
  currentSupply: z.optional(currentSupply),
  taxExempt: z.optional(z.literal(true)),
});
export type PreparedPurchase = z.infer<typeof preparedPurchase>;

/**
 * `pending`: the link has not been opened. `opened`: the approver has the purchase. `contract_created`: the approver
 * has consented to the contract, which awaits its signature. `signed`: the contract has been signed.
 */
const approvalStatus = z.enum(['pending', 'opened', 'contract_created', 'signed', 'revoked', 'expired']);
export type ApprovalStatus = z.infer<typeof approvalStatus>;

/**
 * A request to another person to sign a prepared purchase, as its preparer sees it. Once the approver has created the
 * contract, the preparer sees its reference, which grants no access, and its status.
 */
const approvalRequest = z.object({
  id: z.string(),
  status: approvalStatus,
  expiresAt: isoDateTime,
  contract: z.optional(z.object({ reference: z.string(), status: contractStatus })),
});
export type ApprovalRequest = z.infer<typeof approvalRequest>;

/** How an approval link reaches the approver, and the page that it opens. */
const linkDelivery = {
  email: z.optional(email),
  returnTo: z.string().check(z.maxLength(2000, 'too_long')),
};

/**
 * Stores a prepared purchase, encrypted, for seven days, and creates a link that opens it once on the page `returnTo`,
 * which must be on the session's origin. The query of `returnTo` is dropped. The secret follows `#shopper-approval=` in
 * the fragment, and `POST /v1/sessions` accepts it once.
 *
 * With `email`, the site's owner is asked to email the link to the approver, and the response has no `url`. The address
 * is not stored. 503 `mail_not_sent` if the owner's server does not accept the request, or the site does not email
 * links (`Site.mailsLinks`), in which case nothing is stored.
 */
export const createApprovalRequest = {
  method: 'POST',
  path: '/v1/approval-requests',
  session: true,
  body: z.strictObject({
    offerToken,
    ...preparedPurchase.shape,
    ...linkDelivery,
  }),
  response: z.object({ ...approvalRequest.shape, url: z.optional(z.string()) }),
  status: 201,
} as const satisfies Endpoint;
export type CreateApprovalRequest = z.infer<typeof createApprovalRequest.body>;
export type CreatedApprovalRequest = z.infer<typeof createApprovalRequest.response>;

/**
 * Replaces the link of an approval request, for an approver who has not received it or has lost the page. The old link
 * stops working, and the page on which it was opened can no longer read the purchase. The purchase and its expiry stay
 * the same. `email` and `returnTo` are as in `createApprovalRequest`. 410 `approval_link_spent` if there is a contract,
 * or the request was revoked or has expired. 503 `mail_not_sent` as in `createApprovalRequest`, in which case the old
 * link remains valid. Only the session that created the request has access.
 */
export const replaceApprovalLink = {
  method: 'POST',
  path: '/v1/approval-requests/{id}/link',
  session: true,
  body: z.strictObject(linkDelivery),
  response: createApprovalRequest.response,
  status: 200,
} as const satisfies Endpoint;
export type ReplaceApprovalLink = z.infer<typeof replaceApprovalLink.body>;

/** The status of an approval request. Only the session that created it has access. */
export const getApprovalRequest = {
  method: 'GET',
  path: '/v1/approval-requests/{id}',
  session: true,
  response: approvalRequest,
  status: 200,
} as const satisfies Endpoint;

/**
 * Revokes an approval request: its link stops working, and the stored purchase is deleted. Has no effect on a contract
 * that the approver has already created. Only the session that created the request has access.
 */
export const revokeApprovalRequest = {
  method: 'POST',
  path: '/v1/approval-requests/{id}/revoke',
  session: true,
  body: z.strictObject({}),
  response: approvalRequest,
  status: 200,
} as const satisfies Endpoint;

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
 * A purchase that was prepared or submitted earlier, to be completed now. `offer` is the current version of its offer,
 * with a new offer token; it is absent if the offer is no longer available. `change` is present if any term differs
 * from the offer as shown earlier: `from` has the earlier amounts, and `terms` has each changed term with both values.
 */
const openedPurchase = z.object({
  purchase: savedPurchase,
  offer: z.optional(offer),
  change: z.optional(z.object({ from: offerAmounts, terms: z.array(termChange) })),
});
export type OpenedPurchase = z.infer<typeof openedPurchase>;

/**
 * The prepared purchase, for the session that opened the approval link, and the time until which it can be read. The
 * offer's price is read again. 409 `contract_exists` with the contract once the session has created it; 410
 * `approval_link_spent` if the request was revoked or has expired, or its link was replaced; 503
 * `price_check_unavailable` if the price cannot be read.
 */
export const getPreparedPurchase = {
  method: 'GET',
  path: '/v1/approval-requests/{id}/purchase',
  session: true,
  response: z.object({ ...openedPurchase.shape, createdAt: isoDateTime, expiresAt: isoDateTime }),
  status: 200,
} as const satisfies Endpoint;

/**
 * The purchase of a contract: everything but the tax ID and the files. The offer's price is read again. If the contract
 * ended before anything was binding, every session that has access to it can correct the purchase and submit it again.
 * In any other status, only the session that entered the purchase gets it, to reuse the business details for another
 * contract. 410 `purchase_unavailable` otherwise, and once the purchase has been deleted; 503 `price_check_unavailable`
 * if the price cannot be read.
 */
export const getSubmittedPurchase = {
  method: 'GET',
  path: '/v1/contracts/{id}/purchase',
  session: true,
  response: openedPurchase,
  status: 200,
} as const satisfies Endpoint;
