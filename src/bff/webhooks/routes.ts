import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import type { AppContext } from '../app-context.ts';
import { parseMscWebhook } from '../enrollment/msc/msc-mapper.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { ProblemError } from '../http/problem.ts';
import { readBytes, rejectCompressedBody } from '../http/request-body.ts';
import { clientIpKeys } from '../middleware/client-ip.ts';
import { createInbox } from './inbox.ts';

const MAX_WEBHOOK_BYTES = 64 * 1024;

/**
 * Receives webhooks from the enrollment backend. The signature of the raw bytes is verified, and the event is stored,
 * before the webhook is acknowledged.
 */
export function webhookRoutes(appContext: AppContext): Hono {
  const { log, rateLimiter } = appContext;
  const inbox = createInbox(appContext);
  return new Hono().post('/webhooks/msc/:partner/:environment', async (context) => {
    const found = findAccess(context, appContext);
    // The webhooks of all partners come from the upstream's addresses. Invalid webhooks for one partner, for example
    // because its secret is wrong, must not block the webhooks for the others.
    const suffix = found ? ` ${found.partner} ${found.environment}` : '';
    const limitKeys = clientIpKeys(appContext, context).map((key) => `${key}${suffix}`);
    await rateLimiter.check('invalidWebhook', limitKeys);
    const { access, id, body } = await readWebhook(context, appContext, found).catch(async (error: unknown) => {
      await rateLimiter.consume('invalidWebhook', limitKeys);
      throw error;
    });
    const { partner, environment } = access;
    // Counted separately from requests without a valid signature, so that forged webhooks cannot use up the limit of
    // real ones.
    await rateLimiter.consume('webhook', `${partner} ${environment}`);
    const webhook = parseMscWebhook(body, environment);
    const fields = { partner, environment, webhook: id };
    switch (webhook.kind) {
      case 'status_changed':
        await inbox.receive(access, id, webhook.event);
        return context.body(null, 204);
      case 'ignored':
        // Acknowledges the webhook, because a redelivery would be ignored too.
        log.warn('webhook_ignored', { ...fields, code: webhook.type });
        return context.body(null, 204);
      case 'invalid':
        // The webhook is signed but unusable. It is not acknowledged, so that the sender notices the mistake.
        log.error('webhook_body_invalid', fields);
        throw new ProblemError('invalid_request');
    }
  });
}

/** The partner and environment in the webhook's URL; undefined if the partner does not have that environment. */
function findAccess(context: Context, { partners }: Pick<AppContext, 'partners'>): PartnerAccess | undefined {
  const environment = context.req.param('environment');
  if (environment !== 'test' && environment !== 'live') return undefined;
  return partners.access(context.req.param('partner') ?? '', environment);
}

/**
 * Reads and verifies a webhook. The body is read only if the signature headers are plausible.
 *
 * @throws ProblemError not_found | invalid_signature | malformed_json | body_too_large | body_too_slow
 */
async function readWebhook(context: Context, appContext: AppContext, access: PartnerAccess | undefined) {
  if (!access) throw new ProblemError('not_found');
  rejectCompressedBody(context);
  const { headers } = context.req.raw;
  return countingFailures(appContext, access, async () => {
    // Forgeries without plausible headers are rejected before their bodies are read.
    readSignatureHeaders(headers, appContext.now());
    const bytes = await readBytes(context, MAX_WEBHOOK_BYTES);
    return { access, ...verifyWebhook(access.webhookSecrets, headers, bytes, appContext.now()) };
  });
}

async function countingFailures<T>(
  { metrics }: Pick<AppContext, 'metrics'>,
  { partner, environment }: PartnerAccess,
  verify: () => Promise<T>,
): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'invalid_signature') {
      metrics.signatureFailed(partner, environment);
    }
    throw error;
  }
}

const TOLERANCE_SECONDS = 300;

/** One to ten signatures of the form `v1,<base64>`, separated by spaces. Unknown versions are ignored. */
const SIGNATURES_PATTERN = /^v\w{1,3},[A-Za-z0-9+/]{1,200}={0,2}(?: v\w{1,3},[A-Za-z0-9+/]{1,200}={0,2}){0,9}$/;

/**
 * Verifies the signature of a webhook's raw bytes with each active secret (https://www.standardwebhooks.com), and
 * checks that its timestamp is within five minutes of `now`. The verification is stricter than the reference library,
 * which reads `123abc` as a timestamp, accepts duplicate headers, and verifies text instead of bytes.
 *
 * @returns the sender's ID for the webhook, and the body as unvalidated JSON
 * @throws ProblemError invalid_signature | malformed_json
 */
export function verifyWebhook(
  secrets: readonly string[],
  headers: Headers,
  bytes: Uint8Array<ArrayBuffer>,
  now: Date,
): { readonly id: string; readonly body: unknown } {
  const signed = readSignatureHeaders(headers, now);
  const text = decode(bytes);
  if (!secrets.some((secret) => isValidSignature(secret, text, signed))) {
    throw new ProblemError('invalid_signature');
  }
  try {
    return { id: signed.id, body: JSON.parse(text) };
  } catch {
    throw new ProblemError('malformed_json');
  }
}

interface SignatureHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

/**
 * Checks the format of the three signature headers and the timestamp, which is possible before the body is read.
 *
 * @throws ProblemError invalid_signature
 */
function readSignatureHeaders(headers: Headers, now: Date): SignatureHeaders {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signature = headers.get('webhook-signature') ?? '';
  // Duplicate headers are joined with a comma and a space, which none of these patterns accepts.
  if (!/^[\w.-]{1,200}$/.test(id) || !/^[1-9]\d{0,11}$/.test(timestamp) || !SIGNATURES_PATTERN.test(signature)) {
    throw new ProblemError('invalid_signature');
  }
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS)
    throw new ProblemError('invalid_signature');
  return { id, timestamp, signature };
}

/**
 * Decodes strict UTF-8. Otherwise, invalid bytes would decode to the replacement character and could match another
 * signed text.
 */
function decode(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('invalid_signature');
  }
}

/**
 * Compares each signature with one that the library creates. The library's `verify` is not used, because it would also
 * check the timestamp with the machine's clock.
 */
function isValidSignature(secret: string, text: string, { id, timestamp, signature }: SignatureHeaders): boolean {
  const expected = Buffer.from(new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), text));
  return signature
    .split(' ')
    .map((candidate) => Buffer.from(candidate))
    .some((candidate) => candidate.length === expected.length && timingSafeEqual(candidate, expected));
}
