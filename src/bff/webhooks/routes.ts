import { type Context, Hono } from 'hono';
import type { AppContext } from '../app-context.ts';
import { parseMscWebhook } from '../enrollment/msc/msc-mapper.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { ProblemError } from '../http/problem.ts';
import { readBytes, rejectCompressedBody } from '../http/request-body.ts';
import { clientIpKeys } from '../middleware/client-ip.ts';
import { createInbox } from './inbox.ts';
import { readSignatureHeaders, verifyWebhook } from './verify.ts';

const MAX_WEBHOOK_BYTES = 64 * 1024;

/**
 * Receives webhooks from the enrollment backend. The signature of the raw bytes is verified, and the event is stored,
 * before the webhook is acknowledged.
 */
export function webhookRoutes(appContext: AppContext): Hono {
  const { log, rateLimiter } = appContext;
  const inbox = createInbox(appContext);
  return new Hono().post('/webhooks/msc/:partner/:environment', async (context) => {
    const addressKeys = clientIpKeys(appContext, context);
    await rateLimiter.check('invalidWebhook', addressKeys);
    const { access, id, body } = await readWebhook(context, appContext).catch(async (error: unknown) => {
      await rateLimiter.consume('invalidWebhook', addressKeys);
      throw error;
    });
    const { partner, environment } = access;
    // Counted separately from requests without a valid signature, so that forged webhooks cannot displace real ones.
    await rateLimiter.consume('webhook', `${partner} ${environment}`);
    const webhook = parseMscWebhook(body, environment);
    const fields = { partner, environment, webhook: id };
    switch (webhook.kind) {
      case 'status_changed':
        await inbox.receive(access, id, webhook.event);
        return context.body(null, 204);
      case 'ignored':
        // Acknowledged, because a redelivery would be ignored too.
        log.warn('webhook_ignored', { ...fields, code: webhook.type });
        return context.body(null, 204);
      case 'invalid':
        // Signed but unusable: a mistake that the sender must notice, so it is not acknowledged.
        log.error('webhook_invalid', fields);
        throw new ProblemError('invalid_request');
    }
  });
}

/**
 * Reads and verifies a webhook. Only a request with plausible signature headers has its body read.
 *
 * @throws ProblemError not_found | invalid_signature | malformed_json | body_too_large | body_too_slow
 */
async function readWebhook(context: Context, appContext: AppContext) {
  const partner = context.req.param('partner') ?? '';
  const environment = context.req.param('environment');
  if (environment !== 'test' && environment !== 'live') throw new ProblemError('not_found');
  const access = appContext.partners.access(partner, environment);
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

/** Counts invalid signatures in the metrics. */
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
