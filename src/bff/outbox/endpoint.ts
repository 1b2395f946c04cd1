import { createHash } from 'node:crypto';
import { isDevelopmentOrigin } from '../auth/origin.ts';

/** Where a site's owner wants to be told, and what its webhooks are signed with: all secrets at once while one is rotated. */
export interface WebhookEndpoint {
  /** Names it in the store and in logs: the URL itself may hold a secret. */
  readonly id: string;
  readonly url: string;
  readonly secrets: readonly string[];
  /** It mails resume links to customers: then it is asked to, with an address and a link. */
  readonly mailsLinks: boolean;
}

/** https to anywhere public; plain http to this machine only, which only a test site may ask for. */
export function isWebhookUrl(text: string, environment: 'test' | 'live'): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  return url.protocol === 'https:' || (environment === 'test' && isDevelopmentUrl(url));
}

/** Whether it is on this machine by its own words. */
export const isDevelopmentUrl = (url: URL): boolean => isDevelopmentOrigin(url.origin);

/** @example createEndpoint('https://crm.lonestar.example/hooks', ['whsec_…']).id // '5f0c…', 16 letters */
export const createEndpoint = (url: string, secrets: readonly string[], mailsLinks = false): WebhookEndpoint => ({
  id: createHash('sha256').update(url).digest('hex').slice(0, 16),
  url,
  secrets,
  mailsLinks,
});
