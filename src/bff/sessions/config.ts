import { z } from 'zod';
import { assertNotLoopback, isSecureUrl } from '../partners/origin.ts';
import { type ReferenceReader, secretReference } from '../partners/secret-reference.ts';
import type { BotCheck, Environment } from '../partners/site.ts';

/** Cloudflare Turnstile. hCaptcha and reCAPTCHA verify tokens in the same way. */
const TURNSTILE_VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const TURNSTILE_SCRIPT_URL = 'https://challenges.cloudflare.com/turnstile/v0/api.js';

const URL_RULE = 'must be an https:// URL (http:// on loopback hosts only)';

function isServiceUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isSecureUrl(url);
}

const serviceUrl = z.union([z.string().refine(isServiceUrl, URL_RULE), secretReference], { error: URL_RULE });

/** `sites[].botCheck`: opening a session requires a bot check. */
export const botCheckConfig = z.strictObject({
  secret: secretReference,
  verifyUrl: serviceUrl.default(TURNSTILE_VERIFY_URL),
  /** The service's public key for the site. Required if the site has a hosted page, which then runs the check itself. */
  siteKey: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be the site key that the service has assigned')
    .optional(),
  /** The service's script, for the hosted page. It must have the interface of Turnstile's. */
  scriptUrl: serviceUrl.default(TURNSTILE_SCRIPT_URL),
});

/** @throws Error with a message for the operator */
export function resolveBotCheck(
  config: z.infer<typeof botCheckConfig>,
  environment: Environment,
  references: ReferenceReader,
): BotCheck {
  const resolveUrl = (property: 'verifyUrl' | 'scriptUrl'): string => {
    const url = references.readText(config[property]);
    if (!isServiceUrl(url)) throw new Error(`botCheck.${property} ${URL_RULE}`);
    assertNotLoopback(`botCheck.${property}`, url, environment);
    return url;
  };
  const verifyUrl = resolveUrl('verifyUrl');
  const secret = references.read(config.secret);
  if (config.siteKey === undefined) return { verifyUrl, secret };
  return { verifyUrl, secret, challenge: { siteKey: config.siteKey, scriptUrl: resolveUrl('scriptUrl') } };
}
