import * as z from 'zod/mini';
import { money, rate } from './decimal.ts';
import type { Endpoint } from './endpoint.ts';
import { productKind } from './offer.ts';
import { isoDateTime, isoMonth } from './primitives.ts';
import { commodity } from './session.ts';

/**
 * Status of a contract, or of one of its accounts. When everything goes well: draft → sent → viewed → signed →
 * submitted → accepted → enrolled → flowing. Otherwise: declined, expired or voided (before the signature), on_hold,
 * rejected, rescinded, cancelled, dropped. It never goes backwards: see `contract-status.ts`.
 */
export const contractStatus = z.enum([
  'draft',
  'sent',
  'viewed',
  'signed',
  'submitted',
  'accepted',
  'enrolled',
  'flowing',
  'declined',
  'expired',
  'voided',
  'on_hold',
  'rejected',
  'rescinded',
  'cancelled',
  'dropped',
]);
export type ContractStatus = z.infer<typeof contractStatus>;

/**
 * The reason for a status. `code` comes from the supplier or the utility (EDI 814: A76, 008 …), as does `message`,
 * which contains no personal data.
 */
export const statusReason = z.object({ code: z.string(), message: z.string() });
export type StatusReason = z.infer<typeof statusReason>;

/**
 * Status of a signature request. When everything goes well: preparing → sent → viewed → signed. Otherwise: declined,
 * expired, bounced (the address does not accept email), cancelled, failed (it could not be created). Only a resend
 * leads back to `preparing`.
 */
export const signatureRequestStatus = z.enum([
  'preparing',
  'sent',
  'viewed',
  'signed',
  'declined',
  'expired',
  'bounced',
  'cancelled',
  'failed',
]);
export type SignatureRequestStatus = z.infer<typeof signatureRequestStatus>;

/** The signature request of a contract that is signed by email, as the contract's owner sees it. */
export const signatureRequest = z.object({
  status: signatureRequestStatus,
  /** `a…@bakery.example` */
  to: z.string(),
  /** Until when the price is valid. The request is closed then, because a later signature binds no one. */
  signBy: isoDateTime,
  /**
   * When it can be sent to the same address again. Another address can be used immediately. Absent if it cannot be
   * sent again.
   */
  resendAfter: z.optional(isoDateTime),
  /** Number of sends left. */
  resendsLeft: z.number(),
  /** Whether it can be canceled, and the contract with it. */
  canCancel: z.boolean(),
});
export type SignatureRequest = z.infer<typeof signatureRequest>;

/** When each status was reached. */
const timeline = z.array(z.object({ status: contractStatus, at: isoDateTime }));

/** A contract as its owner sees it: no names, no tax ID, and account numbers reduced to their last four digits. */
export const contract = z.object({
  id: z.string(),
  /** Short enough to read out on the phone: `7F3K-22QD`. */
  reference: z.string(),
  status: contractStatus,
  reasons: z.array(statusReason),
  accounts: z.array(z.object({ last4: z.string(), status: contractStatus, reasons: z.array(statusReason), timeline })),
  timeline,
  /**
   * `you`: the signer of this session. `others`: the number of other signatures that are missing. `signatureRequest`:
   * present if the contract is signed by email instead of in a signing session.
   */
  signing: z.object({
    you: z.enum(['waiting', 'signed', 'declined']),
    others: z.number(),
    signatureRequest: z.optional(signatureRequest),
  }),
  terms: z.object({
    commodity,
    supplier: z.string(),
    product: z.string(),
    /** Absent from contracts that an older version created. */
    productKind: z.optional(productKind),
    utility: z.string(),
    rate,
    termMonths: z.number(),
    startMonth: isoMonth,
    annualEstimate: money,
  }),
  /** Increases with every change. It is the event ID of the event stream. */
  seq: z.number(),
});
export type Contract = z.infer<typeof contract>;

/**
 * The current contract. 404 for any session but the one that created it and those that opened it with a resume link.
 */
export const getContract = {
  method: 'GET',
  path: '/v1/contracts/{id}',
  session: true,
  response: contract,
  status: 200,
} as const satisfies Endpoint;

/**
 * A `text/event-stream`. Each event's data is the whole contract, and its ID is the contract's `seq`. `Last-Event-ID`
 * resumes.
 */
export const contractEvents = {
  method: 'GET',
  path: '/v1/contracts/{id}/events',
  session: true,
  response: contract,
  produces: 'text/event-stream',
  status: 200,
} as const satisfies Endpoint;

/**
 * The contract document as PDF: the signed copy once the contract is signed. 409 `document_not_ready` while there is
 * none. Supports `Range` (RFC 9110).
 */
export const contractDocument = {
  method: 'GET',
  path: '/v1/contracts/{id}/document',
  session: true,
  produces: 'application/pdf',
  status: 200,
} as const satisfies Endpoint;

/**
 * A URL on the BFF's own origin. It works for minutes and several requests, as PDF viewers need, and is never logged.
 */
export const documentLink = z.object({ url: z.string(), expiresAt: isoDateTime });
export type DocumentLink = z.infer<typeof documentLink>;

/**
 * Creates a URL at which the browser's own PDF viewer can show the document, in an iframe of the BFF's origin or in a
 * tab. `as` sets the `Content-Disposition`.
 */
export const createDocumentLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/document-links',
  session: true,
  body: z.strictObject({ as: z.enum(['inline', 'attachment']) }),
  response: documentLink,
  status: 201,
} as const satisfies Endpoint;

/** A link back to a contract: `url` is `returnTo` with a single-use secret in its fragment. */
export const resumeLink = z.object({ url: z.string(), expiresAt: isoDateTime });
export type ResumeLink = z.infer<typeof resumeLink>;

/**
 * Creates a link that opens this contract on this page in any browser. The secret follows `#shopper-resume=`, so
 * neither servers nor referrers see it, and `POST /v1/sessions` accepts it once. `returnTo` must be on the session's
 * origin.
 */
export const createResumeLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/resume-links',
  session: true,
  body: z.strictObject({ returnTo: z.string().check(z.maxLength(2000, 'too_long')) }),
  response: resumeLink,
  status: 201,
} as const satisfies Endpoint;
