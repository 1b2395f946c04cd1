import type { Options } from 'ky';
import { z } from 'zod';
import { createJsonClient } from '../http/json-client.ts';
import { loaErrors } from './errors.ts';
import { collectStrings, redact } from './redact.ts';

export interface LoaTransport {
  /**
   * Sends one call and parses the JSON response with `schema`; an empty body parses as `undefined`. Never retried.
   *
   * @param requestValues values in the request, which are redacted from error messages
   * @throws LoaRejectedError | LoaUnavailableError | LoaInvalidResponseError
   */
  call<S extends z.ZodType>(
    operation: string,
    path: string,
    schema: S,
    options: Options,
    requestValues?: unknown,
  ): Promise<z.infer<S>>;
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
    call: (operation, path, schema, options, requestValues) =>
      client.call(operation, path, schema, {
        ...options,
        describeRejection: (body) => redact(readReason(body), collectStrings(requestValues)),
      }),
  };
}

/** An error response: `message` as API gateways send it, or `error_description` as in RFC 6749 section 5.2. */
const errorBody = z.object({
  message: z.string().optional(),
  error_description: z.string().optional(),
  error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
});

function readReason(body: unknown): string {
  const { message, error_description, error } = errorBody.safeParse(body).data ?? {};
  return message ?? error_description ?? (typeof error === 'string' ? error : error?.message) ?? '';
}
