import { z } from 'zod';
import { isSecureUrl } from '../partners/origin.ts';
import { type ReferenceReader, secretReference } from '../partners/secret-reference.ts';
import type { BotCheck } from '../partners/site.ts';

/** Cloudflare Turnstile. hCaptcha and reCAPTCHA have the same interface. */
const TURNSTILE_VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

function isVerifyUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isSecureUrl(url);
}

/** `sites[].botCheck`: opening a session requires a bot check. */
export const botCheckConfig = z.strictObject({
  secret: secretReference,
  verifyUrl: z
    .string()
    .refine(isVerifyUrl, 'must be an https:// URL (http:// on loopback hosts only)')
    .default(TURNSTILE_VERIFY_URL),
});

/** @throws SecretMissingError */
export function resolveBotCheck(
  { secret, verifyUrl }: z.infer<typeof botCheckConfig>,
  references: ReferenceReader,
): BotCheck {
  return { verifyUrl, secret: references.read(secret) };
}
