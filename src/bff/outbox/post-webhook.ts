import { lookup as lookUpHost } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { isDevelopmentOrigin } from '../partners/origin.ts';
import type { WebhookEndpoint } from '../partners/site.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

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

/** Resolves a host name to all of its IP addresses. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const resolveAll: Resolve = (host) => lookUpHost(host, { all: true });

/**
 * Makes one attempt to deliver a webhook (https://www.standardwebhooks.com), signed with every active secret. Connects
 * only to public addresses or, for a development URL, only to loopback addresses: all addresses of the host are
 * checked, and the connection uses exactly those, so that a DNS change in between has no effect. Redirects are not
 * followed. Only the status and the `Retry-After` of the response matter, so its body is discarded and read only up to
 * a limit.
 *
 * @param resolve replaces the DNS lookup
 */
export async function postWebhook(
  endpoint: WebhookEndpoint,
  event: { readonly id: string; readonly body: string },
  now: Date,
  options: { readonly resolve?: Resolve; readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Attempt> {
  const { resolve = resolveAll, timeoutMs = TIMEOUT_MS } = options;
  const url = new URL(endpoint.url);
  const isAllowed = url.protocol === 'http:' && isDevelopmentOrigin(url.origin) ? isLoopbackAddress : isPublicAddress;
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
      // Connections are not reused, because the addresses are checked for each delivery.
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
      // The status is known. Errors while discarding the body do not matter.
      response.on('error', () => {});
      response.on('close', () => resolve(response));
      response.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > MAX_RESPONSE_BYTES) response.destroy();
      });
    });
    outgoing.end(body);
  });

/** A `lookup` that returns the checked addresses instead of resolving the name again. */
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

/** Parses a `Retry-After` header, a number of seconds or a date, into seconds (RFC 9110 section 10.2.3). */
function readRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return seconds > 0 ? seconds : undefined;
}
