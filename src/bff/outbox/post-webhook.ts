import { lookup as lookUpHost } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { isDevelopmentUrl, type WebhookEndpoint } from './endpoint.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

const TIMEOUT_MS = 15_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/** How an attempt ended. `status` 0: no answer, for `reason`. `retryAfter` is in seconds. */
export interface Attempt {
  readonly status: number;
  readonly retryAfter?: number | undefined;
  readonly reason?: 'address_denied' | 'timeout' | 'network' | undefined;
}

/** Every address of a host. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const resolveAll: Resolve = (host) => lookUpHost(host, { all: true });

/**
 * Makes one attempt to deliver a webhook (https://www.standardwebhooks.com): signed with every secret in use, to public addresses
 * only, each of them checked and the connection made to what was checked, so that a name that changes in between leads
 * nowhere. No redirect is followed; of the answer only its status counts, and little of it is read.
 *
 * @param resolve how names become addresses
 */
export async function postWebhook(
  endpoint: WebhookEndpoint,
  event: { readonly id: string; readonly body: string },
  now: Date,
  options: { readonly resolve?: Resolve; readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Attempt> {
  const { resolve = resolveAll, timeoutMs = TIMEOUT_MS } = options;
  const url = new URL(endpoint.url);
  const isAllowed = url.protocol === 'http:' && isDevelopmentUrl(url) ? isLoopbackAddress : isPublicAddress;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  try {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = await withAbort(resolve(host), signal);
    if (!addresses.length || !addresses.every(({ address }) => isAllowed(address)))
      return { status: 0, reason: 'address_denied' };
    const response = await send(url, endpoint, event, now, addresses, signal);
    return { status: response.statusCode ?? 0, retryAfter: readRetryAfter(response.headers['retry-after'], now) };
  } catch {
    return { status: 0, reason: timeout.aborted ? 'timeout' : 'network' };
  }
}

const send = (
  url: URL,
  { secrets }: WebhookEndpoint,
  { id, body }: { readonly id: string; readonly body: string },
  now: Date,
  addresses: Awaited<ReturnType<Resolve>>,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = request(url, {
      method: 'POST',
      // No connection is used twice: it would not be to what was checked for this one.
      agent: false,
      lookup: pinnedLookup(addresses),
      signal,
      maxHeaderSize: 16_384,
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        'User-Agent': 'CommercialShopper-Webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let size = 0;
      // The status has been said: whatever becomes of the rest, it stands.
      response.on('error', () => {});
      response.on('close', () => resolve(response));
      response.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > MAX_RESPONSE_BYTES) response.destroy();
      });
    });
    outgoing.end(body);
  });

/** Gives a connection the addresses that were checked, and asks nobody again. */
const pinnedLookup =
  (addresses: Awaited<ReturnType<Resolve>>): LookupFunction =>
  (_host, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 0);
  };

const withAbort = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  ]);

/** Seconds from now: RFC 9110 section 10.2.3 allows a number or a date. */
function readRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return seconds > 0 ? seconds : undefined;
}
