import { z } from 'zod';
import { ProblemError } from '../http/problem.ts';
import { describeError, type Log } from '../log.ts';
import type { RateLimiter } from '../middleware/rate-limiter.ts';
import { assertNotLoopback, isSecureUrl } from '../partners/origin.ts';
import { type ReferenceReader, secretReference } from '../partners/secret-reference.ts';
import type { BotCheck, Environment, Site } from '../partners/site.ts';

const TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 16 * 1024;
/** How long sessions are opened unchecked, from the first failure. An outage of the service is usually shorter. */
const MAX_UNCHECKED_MS = 15 * 60_000;

/** https://developers.cloudflare.com/turnstile/get-started/server-side-validation */
const verdict = z.object({ success: z.boolean(), hostname: z.string().optional() });

/**
 * The service's verdict. `unavailable`: no response, or a server error. `misconfigured`: the response has no verdict.
 */
type Verdict = 'human' | 'bot' | 'unavailable' | 'misconfigured';

/** Checks that a session is opened by a person, on sites that require it. */
export type RequireBotCheck = (
  site: Site,
  request: { readonly proof: string | undefined; readonly origin: string; readonly ipKeys: readonly string[] },
) => Promise<void>;

interface BotCheckContext {
  readonly log: Log;
  readonly now: () => Date;
  readonly rateLimiter: RateLimiter;
}

/**
 * Creates the bot check of one server. While the service is unavailable, sessions are opened without it for a bounded
 * time and at a low rate per address, so that an outage does not stop sales. Any other response that is not a clear
 * success denies the session.
 *
 * @returns a function that throws ProblemError bot_check_required | rate_limited
 */
export function createBotCheck({ log, now, rateLimiter }: BotCheckContext): RequireBotCheck {
  /** For each site whose service currently does not respond, the time of the service's first failure. */
  const failingSince = new Map<string, number>();
  return async ({ key, botCheck }, { proof, origin, ipKeys }) => {
    if (!botCheck) return;
    if (proof === undefined) throw new ProblemError('bot_check_required');
    const { verdict: result, error } = await verify(botCheck, proof, origin);
    if (result !== 'unavailable') failingSince.delete(key);
    if (result === 'human') return;
    if (result === 'misconfigured') log.error('bot_check_misconfigured', { site: key, error: error ?? '' });
    if (result !== 'unavailable') throw new ProblemError('bot_check_required');
    const since = failingSince.get(key) ?? now().getTime();
    failingSince.set(key, since);
    log.error('bot_check_unavailable', { site: key, error: error ?? '' });
    if (now().getTime() - since >= MAX_UNCHECKED_MS) throw new ProblemError('bot_check_required');
    await rateLimiter.consume('uncheckedSession', ipKeys);
  };
}

/** Verifies a token, and that it was issued on the caller's page. The customer's IP address is not sent. */
async function verify(
  { verifyUrl, secret }: BotCheck,
  token: string,
  origin: string,
): Promise<{ readonly verdict: Verdict; readonly error?: string }> {
  let response: Response;
  let text: string | undefined;
  try {
    response = await fetch(verifyUrl, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      body: new URLSearchParams({ secret, response: token }),
    });
    if (response.status >= 500) {
      await response.body?.cancel();
      return { verdict: 'unavailable', error: `status ${response.status}` };
    }
    text = await readLimited(response);
  } catch (error) {
    return { verdict: 'unavailable', error: describeError(error) };
  }
  if (!response.ok) return { verdict: 'misconfigured', error: `status ${response.status}` };
  const parsed = verdict.safeParse(parseJson(text));
  if (!parsed.success) return { verdict: 'misconfigured', error: 'unreadable response' };
  const { success, hostname } = parsed.data;
  return { verdict: success && (hostname === undefined || hostname === new URL(origin).hostname) ? 'human' : 'bot' };
}

/** @returns undefined if the body is too large; the rest of it is not read */
async function readLimited({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (size > MAX_RESPONSE_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** The default service is Cloudflare Turnstile. hCaptcha and reCAPTCHA verify tokens in the same way. */
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
  /**
   * The service's public key for the site. Required if the site has a hosted page, which then runs the check itself.
   */
  siteKey: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be the site key that the service has assigned')
    .optional(),
  /** The service's script, for the hosted page. It must have the interface of Turnstile's script. */
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
