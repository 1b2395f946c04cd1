import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import {
  UpstreamInvalidResponseError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../upstreams/http/errors.ts';
import type { Offer } from '../../wire/offer.ts';
import type { ExistingContract, FieldProblem, Problem, ProblemCode, TermChange } from '../../wire/problem.ts';
import { isStoreUnavailable } from '../store-errors.ts';

/** Status and title of each problem code. The widget shows its own messages; titles are for developers. */
const CATALOG: Record<ProblemCode, { readonly status: ContentfulStatusCode; readonly title: string }> = {
  unknown_site: { status: 403, title: 'Unknown site key' },
  site_paused: { status: 503, title: 'Site paused by its operator' },
  origin_not_allowed: { status: 403, title: 'Origin not allowed for this site' },
  bot_check_required: { status: 403, title: 'Bot check required' },
  session_required: { status: 401, title: 'Valid session token required' },
  session_ended: { status: 401, title: 'Session has ended: open a new one without a token' },
  session_expired: { status: 401, title: 'Session expired' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  malformed_json: { status: 400, title: 'Malformed JSON' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type: send uncompressed application/json' },
  body_too_large: { status: 413, title: 'Request body too large' },
  body_too_slow: { status: 408, title: 'Request body timed out' },
  file_too_large: { status: 413, title: 'File is larger than 10 MB' },
  file_type_unsupported: { status: 415, title: 'Unsupported file type: use PDF, JPEG, PNG or HEIC' },
  file_empty: { status: 422, title: 'File is empty' },
  mail_not_sent: { status: 503, title: 'Email was not sent' },
  file_cut_off: { status: 400, title: 'File upload is incomplete' },
  invalid_request: { status: 422, title: 'Invalid request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  quota_reached: { status: 429, title: 'Too many emails, contracts or files: see retryAfter' },
  idempotency_key_required: {
    status: 400,
    title: 'Idempotency-Key header required: 16 to 64 letters, digits, - or _',
  },
  idempotency_key_reused: { status: 422, title: 'Idempotency-Key was used for a different request' },
  request_in_progress: { status: 409, title: 'Request in progress: retry in a moment' },
  postal_code_unknown: { status: 404, title: 'Unknown ZIP code' },
  postal_code_regulated: { status: 404, title: 'Retail choice is not available for this ZIP code' },
  postal_code_not_served: { status: 404, title: 'No supplier serves this ZIP code' },
  offer_invalid: { status: 422, title: 'Offer token is invalid or belongs to another site' },
  offer_expired: { status: 409, title: 'Offer expired: request current offers' },
  rate_changed: { status: 409, title: 'Rate or terms changed: see the current offer' },
  price_check_unavailable: { status: 503, title: 'Price could not be checked: nothing was created, retry later' },
  consent_changed: { status: 409, title: 'Consent sentence changed: request it again and show it to the signer' },
  contract_exists: { status: 409, title: 'A contract for this purchase exists: open it, or send replaces' },
  offer_gone: { status: 409, title: 'Offer is no longer available' },
  contract_refused: { status: 422, title: 'Contract request refused' },
  contract_outcome_unknown: { status: 503, title: 'Contract outcome unknown: retry with the same Idempotency-Key' },
  signing_not_possible: { status: 409, title: 'Contract cannot be signed now' },
  signature_request_closed: { status: 409, title: 'Signature request is closed' },
  resume_link_spent: { status: 410, title: 'Resume link has expired or was already used' },
  purchase_unavailable: { status: 410, title: 'Purchase is no longer available' },
  approval_link_spent: { status: 410, title: 'Approval link was already used, was revoked or has expired' },
  document_not_ready: { status: 409, title: 'Document is not ready yet' },
  invalid_signature: { status: 401, title: 'Invalid signature' },
  upstream_unavailable: { status: 503, title: 'Upstream service unavailable' },
  upstream_invalid: { status: 502, title: 'Upstream service returned an unexpected response' },
  store_unavailable: { status: 503, title: 'Store unavailable: retry in a moment' },
  overloaded: { status: 503, title: 'Server overloaded: retry in a moment' },
  internal: { status: 500, title: 'Internal server error' },
};

export interface ProblemDetails {
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldProblem[] | undefined;
  readonly offer?: Offer | undefined;
  readonly contract?: ExistingContract | undefined;
  readonly changes?: readonly TermChange[] | undefined;
  readonly retryAfter?: number | undefined;
}

/**
 * Ends a request with a problem (RFC 9457).
 *
 * @example throw new ProblemError('offer_expired')
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(code: ProblemCode, details: ProblemDetails = {}, cause?: unknown) {
    super(code, { cause });
    const { errors, changes, ...rest } = details;
    const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    this.problem = {
      type: 'about:blank',
      ...CATALOG[code],
      code,
      ...present,
      ...(errors ? { errors: [...errors] } : {}),
      ...(changes ? { changes: [...changes] } : {}),
    };
  }
}

/**
 * An `invalid_request` problem for one field.
 *
 * @param path a JSON Pointer into the request (RFC 6901)
 */
export const invalidField = (path: string, code: string, detail: string): ProblemError =>
  new ProblemError('invalid_request', { errors: [{ path, code, detail }] });

/**
 * Converts a problem to a response, with `Retry-After` in seconds (RFC 9110 section 10.2.3) if the client should wait.
 */
export function problemResponse(context: Context, problem: Problem): Response {
  if (problem.retryAfter !== undefined) context.header('Retry-After', String(Math.ceil(problem.retryAfter)));
  context.header('Content-Type', 'application/problem+json');
  context.header('Cache-Control', 'no-store');
  return context.body(JSON.stringify(problem), CATALOG[problem.code].status);
}

const DEFAULT_RETRY_AFTER_SECONDS = 5;

const STORE_RETRY_AFTER_SECONDS = 2;

/**
 * Returns a problem unchanged, and converts an error of an upstream or the store to the problem that the client
 * receives. Returns undefined for any other error.
 */
export function toProblem(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof UpstreamUnavailableError) {
    return new ProblemError(
      'upstream_unavailable',
      { retryAfter: error.retryAfter ?? DEFAULT_RETRY_AFTER_SECONDS },
      error,
    );
  }
  if (error instanceof UpstreamRejectedError && isClientError(error)) {
    return new ProblemError('invalid_request', {}, error);
  }
  if (error instanceof UpstreamRejectedError || error instanceof UpstreamInvalidResponseError) {
    return new ProblemError('upstream_invalid', {}, error);
  }
  if (isStoreUnavailable(error))
    return new ProblemError('store_unavailable', { retryAfter: STORE_RETRY_AFTER_SECONDS }, error);
  return undefined;
}

/**
 * Whether the upstream rejected the customer's input, such as an unknown utility code or a month out of range. Only
 * price and utility queries report invalid input this way (rejected uploads are handled where files are sent). A 404
 * from them, or a rejection of any other call, means that our own request or configuration is wrong.
 */
const isClientError = ({ operation, status }: UpstreamRejectedError): boolean =>
  (operation === 'prices' || operation === 'utilities') && (status === 400 || status === 422);
