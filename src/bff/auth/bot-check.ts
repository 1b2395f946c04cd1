import { z } from 'zod';
import { isDevelopmentOrigin } from './origin.ts';

/** Who says whether a session is opened by a person, and the secret to ask with. */
export interface BotCheck {
  readonly verifyUrl: string;
  readonly secret: string;
}

/** Cloudflare Turnstile's; hCaptcha and reCAPTCHA are asked in the same way. */
export const TURNSTILE_VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

/** https, or plain http on this machine. */
export function isVerifyUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || isDevelopmentOrigin(url.origin));
}

const TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 16 * 1024;

/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation */
const verdict = z.object({ success: z.boolean(), hostname: z.string().optional() });

/**
 * Asks whether a page's proof holds, and was made on that page. The customer's address is not passed on.
 *
 * @param origin of the page
 * @throws when nobody answers, or not so that it can be understood
 * @example await verifyCaptcha(site.botCheck, 'XXXX.DUMMY.TOKEN.XXXX', 'https://www.lonestar.example') // true
 */
export async function verifyCaptcha(
  { verifyUrl, secret }: BotCheck,
  captchaToken: string,
  origin: string,
): Promise<boolean> {
  const response = await fetch(verifyUrl, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    body: new URLSearchParams({ secret, response: captchaToken }),
  });
  const text = await response.text();
  if (!response.ok || text.length > MAX_RESPONSE_BYTES)
    throw new BotCheckError(`the bot check answered ${response.status}`);
  const parsed = verdict.safeParse(JSON.parse(text));
  if (!parsed.success) throw new BotCheckError('the bot check gave an answer we cannot read');
  const { success, hostname } = parsed.data;
  return success && (hostname === undefined || hostname === new URL(origin).hostname);
}

/** Whether a visitor is a person could not be found out. */
class BotCheckError extends Error {
  override readonly name = 'BotCheckError';
}
