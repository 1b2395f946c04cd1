import { type CallTimeouts, createJsonClient, type JsonClient, type UpstreamCall } from '../http/json-client.ts';
import { createAuthorizationHeaders, type MscCredentials } from './authorization.ts';
import { mscErrors } from './errors.ts';

/** A price response has up to a few thousand rows of about 1 kB each. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

export interface MscTransportOptions {
  readonly timeouts?: CallTimeouts | undefined;
  /** The API's name in errors and metrics. */
  readonly api?: string;
  readonly observe?: ((call: UpstreamCall) => void) | undefined;
  readonly admit?: (operation: string) => number;
  /** The time at which requests are signed. */
  readonly now?: (() => Date) | undefined;
}

/**
 * The HTTP transport for one API in one My Service Cloud environment. Each attempt is signed separately, because a
 * `jti` works only once.
 */
export const createMscTransport = (
  credentials: MscCredentials,
  {
    timeouts = { attemptMs: 6_000, totalMs: 12_000 },
    api = 'msc',
    observe,
    admit,
    now = () => new Date(),
  }: MscTransportOptions = {},
): JsonClient =>
  createJsonClient({
    baseUrl: credentials.baseUrl,
    timeouts,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    errors: mscErrors,
    api,
    authorize: () => createAuthorizationHeaders(credentials, now()),
    observe,
    admit,
  });
