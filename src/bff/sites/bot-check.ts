import { z } from 'zod';
import { isDevelopmentOrigin } from './origin.ts';

/** Who says whether a session is opened by a person, and the secret to ask with. */
export interface BotCheck {
  readonly verifyUrl: string;
  readonly secret: string;
}

/** Cloudflare Turnstile's; hCaptcha and reCAPTCHA are asked in the same way. */
export const turnstileVerifyUrl = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

/** https, or plain http on this machine. */
export const isVerifyUrl = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || isDevelopmentOrigin(url.origin));
};

const deadlineMilliseconds = 5_000;
const largestAnswer = 16 * 1024;

/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation */
const verdict = z.object({ success: z.boolean(), hostname: z.string().optional() });

/**
 * Asks whether a page's proof holds, and was made on that page. The customer's address is not passed on.
 *
 * @param origin of the page
 * @throws when nobody answers, or not so that it can be understood
 * @example await verifyProof(site.botCheck, 'XXXX.DUMMY.TOKEN.XXXX', 'https://www.lonestar.example') // true
 */
export const verifyProof = async ({ verifyUrl, secret }: BotCheck, proof: string, origin: string): Promise<boolean> => {
  const answer = await fetch(verifyUrl, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(deadlineMilliseconds),
    body: new URLSearchParams({ secret, response: proof }),
  });
  const text = await answer.text();
  if (!answer.ok || text.length > largestAnswer) throw new BotCheckError(`the bot check answered ${answer.status}`);
  const read = verdict.safeParse(JSON.parse(text));
  if (!read.success) throw new BotCheckError('the bot check gave an answer we cannot read');
  const { success, hostname } = read.data;
  return success && (hostname === undefined || hostname === new URL(origin).hostname);
};

/** Whether a visitor is a person could not be found out. */
class BotCheckError extends Error {
  override readonly name = 'BotCheckError';
}
