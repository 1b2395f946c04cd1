import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isDevelopmentOrigin } from '../partners/origin.ts';
import { type ReferenceReader, readWebhookSecrets, secretReference } from '../partners/secret-reference.ts';
import type { Environment, WebhookEndpoint } from '../partners/site.ts';

/** `sites[].webhooks[]`: an endpoint that receives contract events. */
export const webhookConfig = z.strictObject({
  url: z.union([z.url({ protocol: /^https?$/ }), secretReference], {
    error: 'must be an https:// URL (test sites may use http:// on loopback hosts), or { env: NAME }',
  }),
  secrets: z.array(secretReference).min(1),
  /** Whether this endpoint emails resume links, approval links and rates. */
  mailsLinks: z.boolean().default(false),
});

/**
 * Whether this is an https URL or, for test sites, http on a loopback host. The IP address is checked only when a
 * webhook is sent.
 */
export function isWebhookUrl(text: string, environment: Environment): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  return url.protocol === 'https:' || (environment === 'test' && isDevelopmentOrigin(url.origin));
}

/** @example createEndpoint('https://crm.lonestar.example/hooks', ['whsec_…']).id // 'a35f486bbf782c7a' */
export const createEndpoint = (url: string, secrets: readonly string[], mailsLinks = false): WebhookEndpoint => ({
  id: createHash('sha256').update(url).digest('hex').slice(0, 16),
  url,
  secrets,
  mailsLinks,
});

/** @throws Error with a message for the operator */
export function resolveWebhook(
  { url, secrets, mailsLinks }: z.infer<typeof webhookConfig>,
  environment: Environment,
  references: ReferenceReader,
): WebhookEndpoint {
  const address = references.readText(url);
  if (!isWebhookUrl(address, environment)) {
    throw new Error('a webhook URL must use https:// (test sites may use http:// on loopback hosts)');
  }
  return createEndpoint(address, readWebhookSecrets(secrets, references), mailsLinks);
}
