import { type CallTimeouts, createJsonClient, type JsonClient, type UpstreamCall } from '../http/json-client.ts';
import { createAuthorizationHeaders, type MscCredentials } from './authorization.ts';
import { mscErrors } from './errors.ts';

/** A price response has up to a few thousand rows of about 1 kB each. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/**
 * The HTTP transport for one API in one My Service Cloud environment. Each attempt is signed separately, because a
 * `jti` works only once.
 */
export const createMscTransport = (
  credentials: MscCredentials,
  timeouts: CallTimeouts = { attemptMs: 6_000, totalMs: 12_000 },
  api = 'msc',
  observe?: (call: UpstreamCall) => void,
  admit?: (operation: string) => number,
): JsonClient =>
  createJsonClient({
    baseUrl: credentials.baseUrl,
    timeouts,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    errors: mscErrors,
    api,
    authorize: () => createAuthorizationHeaders(credentials, new Date()),
    observe,
    admit,
  });
