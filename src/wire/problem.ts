import * as z from 'zod/mini';
import { offer } from './offer.ts';

/** An error in one field. `path` is a JSON Pointer into the request (RFC 6901): `/customer/taxId`. */
export const fieldProblem = z.object({ path: z.string(), code: z.string(), detail: z.string() });
export type FieldProblem = z.infer<typeof fieldProblem>;

/** Every problem code. Codes are stable, because programs depend on them. */
export const problemCode = z.enum([
  'unknown_site',
  'site_paused',
  'origin_not_allowed',
  'bot_check_required',
  'session_required',
  'session_expired',
  'session_ended',
  'not_found',
  'method_not_allowed',
  'malformed_json',
  'unsupported_media_type',
  'body_too_large',
  'body_too_slow',
  'file_too_large',
  'file_type_unsupported',
  'file_empty',
  'file_cut_off',
  'mail_not_sent',
  'invalid_request',
  'rate_limited',
  'quota_reached',
  'idempotency_key_required',
  'idempotency_key_reused',
  'request_in_progress',
  'postal_code_unknown',
  'postal_code_regulated',
  'postal_code_not_served',
  'offer_invalid',
  'offer_expired',
  'rate_changed',
  'price_check_unavailable',
  'consent_changed',
  'contract_exists',
  'offer_gone',
  'contract_refused',
  'contract_outcome_unknown',
  'signing_not_possible',
  'signature_request_closed',
  'resume_link_spent',
  'approval_link_spent',
  'purchase_unavailable',
  'document_not_ready',
  'invalid_signature',
  'upstream_unavailable',
  'upstream_invalid',
  'store_unavailable',
  'overloaded',
  'internal',
]);
export type ProblemCode = z.infer<typeof problemCode>;

/** A term of an offer that can differ between the offer shown and the current one. */
export const offerTerm = z.enum([
  'commodity',
  'utility',
  'zone',
  'supplier',
  'product',
  'productKind',
  'rate',
  'termMonths',
  'startMonth',
  'monthlyFee',
  'brokerFee',
  'earlyTermination',
  'swingPercent',
  'greenPercent',
  'usageBand',
  'documents',
  'components',
]);
export type OfferTerm = z.infer<typeof offerTerm>;

/**
 * A changed term of an offer, as text for programs: `{ term: 'monthlyFee', from: '10.00', to: '12.50' }`. Null: the
 * offer does not have the term. Documents are identified by the SHA-256 of their list.
 */
export const termChange = z.object({ term: z.string(), from: z.nullable(z.string()), to: z.nullable(z.string()) });
export type TermChange = z.infer<typeof termChange>;

/**
 * A contract that is already under way for an account of the request. `id` is present if this session may open the
 * contract. `differs`: the sections in which the requests differ, listed only for a session that may open the contract.
 */
export const existingContract = z.object({
  id: z.optional(z.string()),
  reference: z.string(),
  status: z.string(),
  differs: z.array(z.string()),
});
export type ExistingContract = z.infer<typeof existingContract>;

/**
 * A problem as the widget parses it. Unknown codes are accepted, so that a newer BFF can add codes. Responses from
 * other servers, such as proxies, have no code or another type.
 */
export const looseProblem = z.object({
  type: z.literal('about:blank'),
  status: z.number(),
  code: z.string(),
  errors: z.optional(z.array(fieldProblem)),
  offer: z.optional(offer),
  changes: z.optional(z.array(termChange)),
  contract: z.optional(existingContract),
  retryAfter: z.optional(z.number()),
});
export type LooseProblem = z.infer<typeof looseProblem>;

/**
 * An API error: RFC 9457 `application/problem+json`.
 *
 * `code` is for programs. `title` and `detail` are English text for developers, without personal data. `errors` has one
 * entry per invalid field. `offer` and `changes` come with `rate_changed`: the current version of the same offer, for
 * the customer to agree to, and every term that differs from the offer shown. `contract` comes with `contract_exists`.
 * `retryAfter` is in seconds.
 *
 * @example { type: 'about:blank', status: 409, code: 'rate_changed', title: 'Rate changed: see the current offer',
 * offer: { … } }
 */
export const problem = z.object({
  ...looseProblem.shape,
  code: problemCode,
  title: z.string(),
  detail: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;
