import type { IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { WebhookEndpoint } from '../partners/site.ts';
import { AddressDeniedError, type Resolve, requestPublicUrl } from './public-request.ts';

const TIMEOUT_MS = 15_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/**
 * The outcome of an attempt. `status` is 0 if there was no response; `reason` says why. `retryAfter` is in seconds.
 */
export interface Attempt {
  readonly status: number;
  readonly retryAfter?: number | undefined;
  readonly reason?: 'address_denied' | 'timeout' | 'network' | undefined;
}

/**
 * Makes one attempt to deliver a webhook (https://www.standardwebhooks.com), signed with every active secret. Connects
 * only to addresses that `requestPublicUrl` allows. Redirects are not followed. Only the status and the `Retry-After` of
 * the response matter, so its body is discarded and read only up to a limit.
 *
 * @param resolve replaces the DNS lookup
 */
export async function postWebhook(
  { url, secrets }: WebhookEndpoint,
  { id, body }: { readonly id: string; readonly body: string },
  now: Date,
  options: { readonly resolve?: Resolve; readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Attempt> {
  const { resolve, timeoutMs = TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  try {
    const response = await requestPublicUrl(new URL(url), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        'User-Agent': 'CommercialShopper-Webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
      },
      body,
      signal,
      resolve,
    });
    await discardBody(response);
    return { status: response.statusCode ?? 0, retryAfter: readRetryAfter(response.headers['retry-after'], now) };
  } catch (error) {
    if (error instanceof AddressDeniedError) return { status: 0, reason: 'address_denied' };
    return { status: 0, reason: timeout.aborted ? 'timeout' : 'network' };
  }
}

/** Waits until the response is complete, too large or broken. Its status is known, so errors do not matter. */
const discardBody = (response: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    let size = 0;
    response.on('error', () => {});
    response.on('close', resolve);
    response.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > MAX_RESPONSE_BYTES) response.destroy();
    });
  });

/** Parses a `Retry-After` header, a number of seconds or a date, into seconds (RFC 9110 section 10.2.3). */
function readRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return seconds > 0 ? seconds : undefined;
}
