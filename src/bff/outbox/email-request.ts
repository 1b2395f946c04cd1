import type { AppContext } from '../app-context.ts';
import type { Site, WebhookEndpoint } from '../partners/site.ts';
import { createId } from '../store/ids.ts';
import { postWebhook } from './post-webhook.ts';

/** Timeout for the site owner's server: shorter than the page's own timeout for our response. */
const EMAIL_TIMEOUT_MS = 10_000;

/** The site's endpoint that emails customers, if there is one. */
export const findEmailEndpoint = ({ webhooks }: Pick<Site, 'webhooks'>): WebhookEndpoint | undefined =>
  webhooks.find(({ mailsLinks }) => mailsLinks);

/** A request to the site's owner to email a customer. `failureEvent`: what is logged if it fails. */
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
 * `refused`: the owner's server responded 4xx. `failed`: it did not accept the request for another reason. `unknown`:
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
