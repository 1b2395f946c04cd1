import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { earlyTermination, productKind } from './offer.ts';
import { isoDateTime, isoMonth, money, rate } from './primitives.ts';
import { commodity } from './session.ts';

/**
 * Status of a contract, or of one of its accounts. Without problems: draft → sent → viewed → signed → submitted →
 * accepted → enrolled → flowing. Otherwise: declined, expired or voided (before the signature), on_hold, rejected,
 * rescinded, cancelled, dropped. The status never goes backwards, except when a hold ends: see `contract-status.ts`.
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
 * The reason for a status. `code` and `message` come from the supplier or the utility (EDI 814 codes such as A76 or
 * 008). `message` contains no personal data.
 */
export const statusReason = z.object({ code: z.string(), message: z.string() });
export type StatusReason = z.infer<typeof statusReason>;

/**
 * Status of a signature request. Without problems: preparing → sent → viewed → signed. Otherwise: declined, expired,
 * bounced (the address does not accept email), cancelled, failed (the request could not be created). Only a resend
 * returns it to `preparing`.
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

/** The signature request for a contract that is signed by email, as the customer sees it. */
export const signatureRequest = z.object({
  status: signatureRequestStatus,
  /** `a…@bakery.example` */
  to: z.string(),
  /** When the price expires. The request is closed at that time, because a later signature is not binding. */
  signBy: isoDateTime,
  /**
   * When the request can be sent to the same address again. It can be sent to another address immediately. Absent if
   * the request cannot be sent again.
   */
  resendAfter: z.optional(isoDateTime),
  /** Number of sends left. */
  resendsLeft: z.number(),
  /** Whether the request can be canceled. This also cancels the contract. */
  canCancel: z.boolean(),
});
export type SignatureRequest = z.infer<typeof signatureRequest>;

/** When each status was reached. */
const timeline = z.array(z.object({ status: contractStatus, at: isoDateTime }));

/** A contract as the customer sees it: no names, no tax ID, and account numbers reduced to their last four digits. */
export const contract = z.object({
  id: z.string(),
  /** Short enough to read out over the phone: `7F3K-22QD`. */
  reference: z.string(),
  status: contractStatus,
  reasons: z.array(statusReason),
  accounts: z.array(z.object({ last4: z.string(), status: contractStatus, reasons: z.array(statusReason), timeline })),
  timeline,
  /**
   * `you`: the status of the first signer, who is named in the contract request. `others`: the number of other signers
   * who have yet to sign. `signatureRequest`: present if the contract is signed by email instead of in a signing
   * session.
   */
  signing: z.object({
    you: z.enum(['waiting', 'signed', 'declined']),
    others: z.number(),
    signatureRequest: z.optional(signatureRequest),
  }),
  terms: z.object({
    commodity,
    supplier: z.string(),
    /** The supplier's licenses in the state, as the upstream states them. */
    supplierLicense: z.optional(z.string()),
    product: z.string(),
    /** Absent from contracts that were created by an older version. */
    productKind: z.optional(productKind),
    utility: z.string(),
    rate,
    termMonths: z.number(),
    startMonth: isoMonth,
    annualEstimate: money,
    /** Both fees are absent from contracts that were created by an older version or adopted. */
    monthlyFee: z.optional(money),
    earlyTermination: z.optional(earlyTermination),
    /**
     * The contract must be signed before this time. Absent from contracts that were created by an older version or
     * adopted.
     */
    heldUntil: z.optional(isoDateTime),
  }),
  /** Increases with every change. It is the event ID of the event stream. */
  seq: z.number(),
});
export type Contract = z.infer<typeof contract>;

/**
 * The current contract. 404 for any session other than the one that created it and those that opened it with a resume
 * link.
 */
export const getContract = {
  method: 'GET',
  path: '/v1/contracts/{id}',
  session: true,
  response: contract,
  status: 200,
} as const satisfies Endpoint;

/**
 * A `text/event-stream`. Each event's data is the whole contract, and its ID is the contract's `seq`. Clients resume
 * with `Last-Event-ID`.
 */
export const contractEvents = {
  method: 'GET',
  path: '/v1/contracts/{id}/events',
  session: true,
  response: contract,
  produces: 'text/event-stream',
  status: 200,
} as const satisfies Endpoint;
