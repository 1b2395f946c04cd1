import type { Options } from 'ky';
import { z } from 'zod';
import {
  type UnavailableDetails,
  type UnavailableReason,
  type UpstreamErrors,
  UpstreamInvalidResponseError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../http/errors.ts';
import { createJsonClient } from '../http/json-client.ts';

export interface LoaTransport {
  /**
   * Sends one call and parses the JSON response with `schema`; an empty body parses as `undefined`. Never retried.
   *
   * @throws LoaRejectedError | LoaUnavailableError | LoaInvalidResponseError
   */
  call<S extends z.ZodType>(operation: string, path: string, schema: S, options: Options): Promise<z.infer<S>>;
}

const CALL_TIMEOUT_MS = 10_000;
/** An agreement is a few hundred bytes; a list of agreements is a few thousand. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/** The HTTP transport for the Letter of Agreement API. */
export function createLoaTransport(baseUrl: string, timeoutMs = CALL_TIMEOUT_MS): LoaTransport {
  const client = createJsonClient({
    baseUrl,
    timeouts: { attemptMs: timeoutMs, totalMs: timeoutMs },
    maxResponseBytes: MAX_RESPONSE_BYTES,
    errors: loaErrors,
    api: 'loa',
    maxRetries: 0,
  });
  return {
    call: (operation, path, schema, options) =>
      client.call(operation, path, schema, { ...options, describeRejection: readErrorCode }),
  };
}

/**
 * The standard error codes of a token endpoint (RFC 6749 section 5.2). Only these are reported: any other text in a
 * rejection may quote the customer's input, in a format that no pattern recognizes.
 */
const errorBody = z.object({
  error: z.enum([
    'invalid_request',
    'invalid_client',
    'invalid_grant',
    'unauthorized_client',
    'unsupported_grant_type',
    'invalid_scope',
  ]),
});

const readErrorCode = (body: unknown): string | undefined => errorBody.safeParse(body).data?.error;

const SERVICE = 'LOA';

/** The Letter of Agreement API rejected the call. Nothing changed upstream. */
export class LoaRejectedError extends UpstreamRejectedError {
  override readonly name = 'LoaRejectedError';

  constructor(operation: string, status: number, detail?: string) {
    super(SERVICE, operation, status, detail);
  }
}

/**
 * The Letter of Agreement API gave no usable response. It is unknown whether an agreement was created: look it up by
 * reference before retrying.
 */
export class LoaUnavailableError extends UpstreamUnavailableError {
  override readonly name = 'LoaUnavailableError';

  constructor(operation: string, reason: UnavailableReason, details?: UnavailableDetails) {
    super(SERVICE, operation, reason, details);
  }
}

/** The Letter of Agreement API sent a response that does not match our schema. */
export class LoaInvalidResponseError extends UpstreamInvalidResponseError {
  override readonly name = 'LoaInvalidResponseError';

  constructor(operation: string, field: string, issue: string) {
    super(SERVICE, operation, field, issue);
  }
}

const loaErrors: UpstreamErrors = {
  Rejected: LoaRejectedError,
  Unavailable: LoaUnavailableError,
  InvalidResponse: LoaInvalidResponseError,
};
