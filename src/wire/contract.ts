import * as z from 'zod/mini';
import { money, rate } from './decimal.ts';
import type { Endpoint } from './endpoint.ts';
import { productKind } from './offer.ts';
import { isoDateTime, isoMonth } from './primitives.ts';
import { commodity } from './session.ts';

/**
 * Where a contract (or one account under it) stands. The road: draft → sent → viewed → signed → submitted → accepted →
 * enrolled → flowing. Beside it: declined, expired, voided (before signing), on_hold, rejected, rescinded, cancelled,
 * dropped. It never goes backwards.
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

/** Why: `code` is the supplier's or the utility's (EDI 814: A76, 008 …), `message` theirs, without personal data. */
export const statusReason = z.object({ code: z.string(), message: z.string() });
export type StatusReason = z.infer<typeof statusReason>;

/**
 * Where a letter of authorization stands. The road: preparing → sent → viewed → signed. Beside it: declined, expired, bounced
 * (the address takes no mail), cancelled, failed (it could not be made). Only sending it again leads back.
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

/** The letter by which a contract is signed from an inbox, as the contract's owner may see it. */
export const signatureRequest = z.object({
  status: signatureRequestStatus,
  /** `a…@bakery.example` */
  to: z.string(),
  /** Until when the price holds: signed later, it binds nobody, and it is taken back by then. */
  signBy: isoDateTime,
  /** From when on it can be sent again to the same address; to another one, at once. Absent: it cannot be sent again. */
  resendAfter: z.optional(isoDateTime),
  /** How often it can still be sent. */
  resendsLeft: z.number(),
  /** Whether it can be taken back, and the contract with it. */
  canCancel: z.boolean(),
});
export type SignatureRequest = z.infer<typeof signatureRequest>;

/** When each status was reached. */
const timeline = z.array(z.object({ status: contractStatus, at: isoDateTime }));

/** A contract as its owner may see it: no names, no tax id, account numbers by their last four. */
export const contract = z.object({
  id: z.string(),
  /** Short enough to read out on the telephone: `7F3K-22QD`. */
  reference: z.string(),
  status: contractStatus,
  reasons: z.array(statusReason),
  accounts: z.array(z.object({ last4: z.string(), status: contractStatus, reasons: z.array(statusReason), timeline })),
  timeline,
  /**
   * `you`: the signer of this session. `others`: signatures of other people that are still to come. `letter`: it is signed from
   * an inbox, by this one; else in a signing session.
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
    /** Absent from contracts made before it was kept. */
    productKind: z.optional(productKind),
    utility: z.string(),
    rate,
    termMonths: z.number(),
    startMonth: isoMonth,
    annualEstimate: money,
  }),
  /** Grows by at least one with every change; the event stream's id. */
  seq: z.number(),
});
export type Contract = z.infer<typeof contract>;

/** The contract now. 404 for any session but the one that made it, and those that came by its resume links. */
export const getContract = {
  method: 'GET',
  path: '/v1/contracts/{id}',
  session: true,
  response: contract,
  status: 200,
} as const satisfies Endpoint;

/** `text/event-stream`; each event's data is the whole contract, its id the contract's `seq`. `Last-Event-ID` resumes. */
export const contractEvents = {
  method: 'GET',
  path: '/v1/contracts/{id}/events',
  session: true,
  response: contract,
  produces: 'text/event-stream',
  status: 200,
} as const satisfies Endpoint;

/**
 * The contract document as PDF, the signed copy once it is signed; 409 `document_not_ready` until there is one. `Range`
 * (RFC 9110) asks for part of it.
 */
export const contractDocument = {
  method: 'GET',
  path: '/v1/contracts/{id}/document',
  session: true,
  produces: 'application/pdf',
  status: 200,
} as const satisfies Endpoint;

/** An address on the BFF's own origin. `url` works for minutes, as often as a PDF viewer asks, and is never logged. */
export const documentLink = z.object({ url: z.string(), expiresAt: isoDateTime });
export type DocumentLink = z.infer<typeof documentLink>;

/**
 * An address under which a browser's own PDF viewer can show the document: in a frame of the BFF's origin, or in a tab.
 * `as` decides what the browser does with it.
 */
export const createDocumentLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/document-links',
  session: true,
  body: z.strictObject({ as: z.enum(['inline', 'attachment']) }),
  response: documentLink,
  status: 201,
} as const satisfies Endpoint;

/** The way back to a contract, for the person who made it: `url` is `returnTo` with a secret in its fragment, good once. */
export const resumeLink = z.object({ url: z.string(), expiresAt: isoDateTime });
export type ResumeLink = z.infer<typeof resumeLink>;

/**
 * Makes a link that opens this contract on this page in any browser: the secret stands after `#shopper-resume=`, so no
 * server and no referrer sees it, and `POST /v1/sessions` takes it once. `returnTo`'s origin must be the session's.
 */
export const createResumeLink = {
  method: 'POST',
  path: '/v1/contracts/{id}/resume-links',
  session: true,
  body: z.strictObject({ returnTo: z.string().check(z.maxLength(2000, 'too_long')) }),
  response: resumeLink,
  status: 201,
} as const satisfies Endpoint;
