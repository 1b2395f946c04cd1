import { Hono } from 'hono';
import { statusChanged, statusChangedType, webhookEnvelope } from '../../upstreams/msc/webhook.ts';
import type { AppContext } from '../app-context.ts';
import type { MscAccess } from '../config/load-partners.ts';
import { ProblemError } from '../http/problem.ts';
import { readBytes } from '../http/request-body.ts';
import { rejectCompressedBody } from '../middleware/request-guards.ts';
import { createInbox } from './inbox.ts';
import { verifyWebhook } from './verify.ts';

const MAX_WEBHOOK_BYTES = 64 * 1024;

/** Takes My Service Cloud's webhooks: raw bytes verified, written, and only then acknowledged. */
export function webhookRoutes(appContext: AppContext): Hono {
  const inbox = createInbox(appContext);
  return new Hono().post('/webhooks/msc/:partner/:environment', async (context) => {
    const { partner, environment } = context.req.param();
    if (environment !== 'test' && environment !== 'live') throw new ProblemError('not_found');
    const access = appContext.partners.access(partner, environment);
    if (!access) throw new ProblemError('not_found');
    rejectCompressedBody(context);
    const bytes = await readBytes(context, MAX_WEBHOOK_BYTES);
    const { id, body } = verify(appContext, access, context.req.raw.headers, bytes);
    const envelope = webhookEnvelope.safeParse(body);
    if (envelope.success && envelope.data.environment === environment && envelope.data.type !== statusChangedType) {
      // News of a kind we do not know: sending it again would not teach us.
      appContext.log.warn('webhook_ignored', { partner, environment, webhook: id, code: envelope.data.type });
      return context.body(null, 204);
    }
    const event = statusChanged.safeParse(body);
    // Signed, yet not ours to read or for the other environment: a mistake that must be seen, so not acknowledged.
    if (!event.success || event.data.environment !== environment) {
      appContext.log.error('webhook_invalid', { partner, environment, webhook: id });
      throw new ProblemError('invalid_request');
    }
    await inbox.receive(access, id, event.data);
    return context.body(null, 204);
  });
}

/** @throws ProblemError invalid_signature, which is counted, or malformed_json */
function verify(appContext: AppContext, access: MscAccess, headers: Headers, bytes: Uint8Array<ArrayBuffer>) {
  try {
    return verifyWebhook(access.webhookSecrets, headers, bytes, appContext.now());
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'invalid_signature') {
      appContext.metrics.signatureFailed(access.partner, access.environment);
    }
    throw error;
  }
}
