import * as z from 'zod/mini';
import { refusal } from './refusal.ts';

export type { FieldProblem } from './refusal.ts';

/** Every code a problem can carry. Stable: programs branch on it, people never see it. */
export const problemCode = z.enum([
  'unknown_site',
  'origin_not_allowed',
  'bot_check_required',
  'session_required',
  'session_expired',
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
  'idempotency_key_required',
  'idempotency_key_reused',
  'request_in_progress',
  'postal_code_unknown',
  'postal_code_regulated',
  'postal_code_not_served',
  'offer_invalid',
  'offer_expired',
  'rate_changed',
  'offer_gone',
  'contract_refused',
  'contract_outcome_unknown',
  'signing_not_possible',
  'letter_not_open',
  'resume_link_spent',
  'document_not_ready',
  'invalid_signature',
  'upstream_unavailable',
  'upstream_invalid',
  'internal',
]);
export type ProblemCode = z.infer<typeof problemCode>;

/**
 * An error on the wire: RFC 9457 `application/problem+json`.
 *
 * `code` is for programs. `title` and `detail` are plain English without personal data, a fallback for a client that
 * has no words of its own. `errors` names each wrong field. `offer` comes with `rate_changed`: the same price as it
 * stands now, to be agreed to again. `retryAfter` is in seconds.
 *
 * @example { type: 'about:blank', status: 409, code: 'rate_changed', title: 'The rate has moved', offer: { … } }
 */
export const problem = z.object({
  ...refusal.shape,
  code: problemCode,
  title: z.string(),
  detail: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;
