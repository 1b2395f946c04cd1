import type { IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { AppContext } from '../app-context.ts';
import type { Site, WebhookEndpoint } from '../partners/site.ts';
import { createId } from '../store/ids.ts';
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
 * only to addresses that `requestPublicUrl` allows. Redirects are not followed. Only the status and the `Retry-After`
 * of the response matter, so its body is read up to a limit and discarded.
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

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Delays between attempts, as Standard Webhooks recommends. */
const RETRY_DELAYS_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
];
/** How long a delivery is retried. The last attempt is made at the end of this time. */
const RETRY_WINDOW_MS = 72 * HOUR_MS;
const JITTER = 0.2;

/**
 * When to retry after a failed attempt; undefined after the last one. Delays vary randomly by up to a fifth, so that
 * deliveries that failed together are not retried together. The receiver's `Retry-After` is respected within the retry
 * window.
 *
 * @param attempts number of attempts made so far
 * @param retryAfter in seconds
 */
export function nextAttempt(
  firstAttemptAt: Date,
  now: Date,
  attempts: number,
  retryAfter = 0,
  random: () => number = Math.random,
): Date | undefined {
  // The first attempt may have been made while the clock was ahead.
  const end = Math.min(firstAttemptAt.getTime(), now.getTime()) + RETRY_WINDOW_MS;
  if (now.getTime() >= end) return undefined;
  const plannedDelayMs =
    (RETRY_DELAYS_MS[attempts - 1] ?? RETRY_DELAYS_MS.at(-1) ?? HOUR_MS) * (1 - JITTER + 2 * JITTER * random());
  return new Date(Math.min(end, now.getTime() + Math.max(plannedDelayMs, retryAfter * 1000)));
}

/** Timeout for the site owner's server: shorter than the page's own timeout for our response. */
const EMAIL_TIMEOUT_MS = 10_000;

/** The site's endpoint that emails customers, if there is one. */
export const findEmailEndpoint = ({ webhooks }: Pick<Site, 'webhooks'>): WebhookEndpoint | undefined =>
  webhooks.find(({ mailsLinks }) => mailsLinks);

/**
 * A request to the site's owner to email a customer or, for `quote.requested`, to contact a business. `failureEvent` is
 * the log event if the request fails.
 */
interface EmailRequest {
  readonly type:
    | 'contract.resume_link_requested'
    | 'rates.email_requested'
    | 'approval_request.link_requested'
    | 'quote.requested';
  readonly failureEvent:
    | 'resume_email_failed'
    | 'rates_email_failed'
    | 'approval_email_failed'
    | 'quote_request_failed';
  readonly data: { readonly email: string; readonly [field: string]: unknown };
}

/**
 * `refused`: the owner's server responded 4xx. `failed`: the request was not accepted for another reason. `unknown`:
 * there was no response, so the email may be on its way.
 */
export type EmailOutcome = 'accepted' | 'refused' | 'failed' | 'unknown';

/**
 * Asks the site's owner to email a customer. The request is sent once, without the outbox, because the outbox stores
 * events for days, and the email address must not be stored.
 *
 * @example await postEmailRequest(appContext, site, endpoint, { type, failureEvent, data }) // 'accepted'
 */
export async function postEmailRequest(
  { log, now }: Pick<AppContext, 'log' | 'now'>,
  site: Site,
  endpoint: WebhookEndpoint,
  { type, failureEvent, data }: EmailRequest,
): Promise<EmailOutcome> {
  const at = now();
  const id = createId('evt');
  const body = JSON.stringify({
    type,
    timestamp: at.toISOString(),
    data: { site: site.key, environment: site.environment, ...data },
  });
  const { status, reason } = await postWebhook(endpoint, { id, body }, at, { timeoutMs: EMAIL_TIMEOUT_MS });
  if (status >= 200 && status <= 299) return 'accepted';
  log.warn(failureEvent, { webhook: id, site: site.key, status, ...(reason ? { code: reason } : {}) });
  if (status === 0) return reason === 'address_denied' ? 'failed' : 'unknown';
  return status >= 400 && status <= 499 ? 'refused' : 'failed';
}
