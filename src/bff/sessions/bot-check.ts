import { z } from 'zod';
import type { BotCheck } from '../partners/site.ts';

const TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 16 * 1024;

/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation */
const verdict = z.object({ success: z.boolean(), hostname: z.string().optional() });

/** The bot check service is unavailable or sent an invalid response. */
class BotCheckError extends Error {
  override readonly name = 'BotCheckError';
}

/**
 * Verifies a bot check token, and that it was issued on the caller's page. The customer's IP address is not sent.
 *
 * @param origin the origin of the caller's page
 * @throws BotCheckError, or the errors of `fetch` if the service is unreachable
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
  if (!response.ok) throw new BotCheckError(`bot check service responded with status ${response.status}`);
  if (text.length > MAX_RESPONSE_BYTES) throw new BotCheckError('bot check service sent an oversized response');
  const parsed = verdict.safeParse(JSON.parse(text));
  if (!parsed.success) throw new BotCheckError('bot check service sent an invalid response');
  const { success, hostname } = parsed.data;
  return success && (hostname === undefined || hostname === new URL(origin).hostname);
}
