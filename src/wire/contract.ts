import * as z from 'zod/mini';
import { energy, money, rate } from './decimal.ts';
import type { Endpoint } from './endpoint.ts';
import { signingLetter } from './letter.ts';
import { productKind } from './offer.ts';
import { commodity } from './session.ts';
import { day, email, instant, line, month, phone, postalCode, state, street, taxId } from './text.ts';
import { uploadId } from './upload.ts';

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

export const address = z.strictObject({
  street,
  unit: z.optional(line(30)),
  city: line(60),
  state,
  postalCode,
});

/** Where bills go: unlike a meter, that may be a post office box. */
export const billingAddress = z.strictObject({ ...address.shape, street: line(100) });

/** The legal entity that buys. `tradeName`: the name on the door, when it is another. `billingAddress`: when it is not the first meter's. */
export const customer = z.strictObject({
  legalName: line(100),
  entityType: z.enum(['llc', 'corporation', 'partnership', 'sole_proprietor', 'nonprofit', 'government'], 'required'),
  taxId,
  tradeName: z.optional(line(100)),
  billingAddress: z.optional(billingAddress),
});
export type Customer = z.infer<typeof customer>;

/** The person with authority to bind the customer. */
export const signer = z.strictObject({ name: line(100), title: line(60), email, phone });

/** Whom to call about the contract, when it is not the signer. */
export const contact = z.strictObject({ name: line(100), email, phone });

/** Who supplies now, as far as the customer says. `contractEnd` is the last day of that contract. */
export const currentSupply = z.strictObject({ supplier: z.optional(line(100)), contractEnd: z.optional(day) });

/** One meter's account at the utility. Numbers hold letters and digits only: no spaces, no dashes. */
export const serviceAccount = z.strictObject({
  identifier: z.string('required').check(z.regex(/^[A-Z0-9]{4,30}$/, 'identifier')),
  serviceAddress: address,
  annualUsage: z.optional(energy),
  /** Where the utility asks for it besides the account number (`Utility.needs`). */
  meterNumber: z.optional(z.string().check(z.regex(/^[A-Z0-9]{1,30}$/, 'meter_number'))),
  /** The first letters of the customer's name as the utility has it, four at most. */
  nameKey: z.optional(z.string().check(z.regex(/^[A-Z0-9&]{1,4}$/, 'name_key'))),
});

/** When each status was reached. */
const timeline = z.array(z.object({ status: contractStatus, at: instant }));

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
    letter: z.optional(signingLetter),
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
    startMonth: month,
    annualEstimate: money,
  }),
  /** Grows by at least one with every change; the event stream's id. */
  seq: z.number(),
});
export type Contract = z.infer<typeof contract>;

/**
 * Makes the contract, once per `Idempotency-Key`. `consent.text` is the sentence the signer agreed to, word for word.
 * 409 `rate_changed` carries the new offer; 422 names each field.
 */
export const createContract = {
  method: 'POST',
  path: '/v1/contracts',
  session: true,
  idempotent: true,
  body: z.strictObject({
    offerToken: z.string().check(z.maxLength(4096, 'too_long')),
    customer,
    signer,
    contact: z.optional(contact),
    accounts: z.array(serviceAccount).check(z.minLength(1, 'required'), z.maxLength(50, 'too_many')),
    currentSupply: z.optional(currentSupply),
    latestBill: z.optional(uploadId),
    /** There when the customer is exempt, and then never without the certificate. */
    taxExemption: z.optional(z.strictObject({ certificate: uploadId })),
    consent: z.strictObject({ accepted: z.literal(true, 'required'), text: line(1000) }),
  }),
  response: contract,
  status: 201,
} as const satisfies Endpoint;
export type CreateContract = z.infer<typeof createContract.body>;

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
export const documentLink = z.object({ url: z.string(), expiresAt: instant });
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
export const resumeLink = z.object({ url: z.string(), expiresAt: instant });
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
