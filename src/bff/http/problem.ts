import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Offer } from '../../wire/offer.ts';
import type { FieldProblem, Problem, ProblemCode } from '../../wire/problem.ts';

/** Status and plain words of each code. The widget has its own words; these are for whoever reads the answer raw. */
const catalogue: Record<ProblemCode, { readonly status: ContentfulStatusCode; readonly title: string }> = {
  unknown_site: { status: 403, title: 'No site has this key' },
  origin_not_allowed: { status: 403, title: 'This page is not on the site’s list of origins' },
  bot_check_required: { status: 403, title: 'This site wants a proof that a person asks' },
  session_required: { status: 401, title: 'A session token is needed' },
  session_expired: { status: 401, title: 'The session has ended: open another' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This address does not take this method' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json, uncompressed' },
  body_too_large: { status: 413, title: 'The body is too large' },
  body_too_slow: { status: 408, title: 'The body did not come in time' },
  file_too_large: { status: 413, title: 'The file is larger than 10 MB' },
  file_type_unsupported: { status: 415, title: 'The file is no PDF, JPEG, PNG or HEIC' },
  file_empty: { status: 422, title: 'The file is empty' },
  mail_not_sent: { status: 503, title: 'The mail was not sent' },
  file_cut_off: { status: 400, title: 'The file did not come whole' },
  invalid_request: { status: 422, title: 'Some fields need another look' },
  rate_limited: { status: 429, title: 'Too many requests: wait a moment' },
  idempotency_key_required: {
    status: 400,
    title: 'An Idempotency-Key header of 16 to 64 letters, digits, - or _ is needed',
  },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key was used for another request' },
  request_in_progress: { status: 409, title: 'This request is being worked on: ask again in a moment' },
  postal_code_unknown: { status: 404, title: 'There is no such postal code' },
  postal_code_regulated: { status: 404, title: 'No business chooses its supplier there' },
  postal_code_not_served: { status: 404, title: 'Nobody we have prices of delivers there' },
  offer_invalid: { status: 422, title: 'This offer was not made by us, or for another site' },
  offer_expired: { status: 409, title: 'This offer has expired: get fresh rates' },
  rate_changed: { status: 409, title: 'The rate has moved: see the offer as it stands now' },
  offer_gone: { status: 409, title: 'The supplier has withdrawn this offer' },
  contract_refused: { status: 422, title: 'The contract was refused as it stands' },
  contract_outcome_unknown: {
    status: 503,
    title: 'Not known yet whether the contract was made: ask again with the same Idempotency-Key',
  },
  signing_not_possible: { status: 409, title: 'This contract cannot be signed now' },
  letter_not_open: { status: 409, title: 'This letter is at its end' },
  resume_link_spent: { status: 410, title: 'This link was used before or is too old' },
  document_not_ready: { status: 409, title: 'The document is not ready yet' },
  invalid_signature: { status: 401, title: 'The signature does not verify' },
  upstream_unavailable: { status: 503, title: 'Prices and contracts cannot be reached right now' },
  upstream_invalid: { status: 502, title: 'Prices and contracts gave an answer we cannot read' },
  internal: { status: 500, title: 'Something went wrong on our side' },
};

export interface ProblemDetails {
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldProblem[] | undefined;
  readonly offer?: Offer | undefined;
  readonly retryAfter?: number | undefined;
}

/**
 * Thrown anywhere in a request to end it with a problem (RFC 9457).
 *
 * @example throw new ProblemError('offer_expired')
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(code: ProblemCode, details: ProblemDetails = {}, cause?: unknown) {
    super(code, { cause });
    const { errors, ...rest } = details;
    const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    this.problem = {
      type: 'about:blank',
      ...catalogue[code],
      code,
      ...present,
      ...(errors ? { errors: [...errors] } : {}),
    };
  }
}

/** The problem as an answer, with `Retry-After` (seconds, RFC 9110 section 10.2.3) when there is something to wait for. */
export const problemResponse = (context: Context, problem: Problem): Response => {
  if (problem.retryAfter !== undefined) context.header('Retry-After', String(Math.ceil(problem.retryAfter)));
  context.header('Content-Type', 'application/problem+json');
  context.header('Cache-Control', 'no-store');
  return context.body(JSON.stringify(problem), catalogue[problem.code].status);
};
