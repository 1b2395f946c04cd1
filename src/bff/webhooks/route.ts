import { Hono } from 'hono';
import { statusChanged, statusChangedType, webhookEnvelope } from '../../upstreams/msc/webhook.ts';
import { refuseCompressed } from '../access/requests-as-expected.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBytes } from '../http/request-body.ts';
import type { MscAccess } from '../partners/load-partners.ts';
import { createInbox } from './inbox.ts';
import { verifyWebhook } from './verify.ts';

const largestWebhook = 64 * 1024;

/** Takes My Service Cloud's webhooks: raw bytes verified, written, and only then acknowledged. */
export const webhookRoutes = (deps: Deps): Hono => {
  const inbox = createInbox(deps);
  return new Hono().post('/webhooks/msc/:partner/:environment', async (context) => {
    const { partner, environment } = context.req.param();
    if (environment !== 'test' && environment !== 'live') throw new ProblemError('not_found');
    const access = deps.partners.access(partner, environment);
    if (!access) throw new ProblemError('not_found');
    refuseCompressed(context);
    const bytes = await readBytes(context, largestWebhook);
    const { id, body } = verified(deps, access, context.req.raw.headers, bytes);
    const envelope = webhookEnvelope.safeParse(body);
    if (envelope.success && envelope.data.environment === environment && envelope.data.type !== statusChangedType) {
      // News of a kind we do not know: sending it again would not teach us.
      deps.log.warn('webhook_ignored', { partner, environment, webhook: id, code: envelope.data.type });
      return context.body(null, 204);
    }
    const event = statusChanged.safeParse(body);
    // Signed, yet not ours to read or for the other environment: a mistake that must be seen, so not acknowledged.
    if (!event.success || event.data.environment !== environment) {
      deps.log.error('webhook_unreadable', { partner, environment, webhook: id });
      throw new ProblemError('invalid_request');
    }
    await inbox.receive(access, id, event.data);
    return context.body(null, 204);
  });
};

/** @throws ProblemError invalid_signature, which is counted, or malformed_json */
const verified = (deps: Deps, access: MscAccess, headers: Headers, bytes: Uint8Array<ArrayBuffer>) => {
  try {
    return verifyWebhook(access.webhookSecrets, headers, bytes, deps.now());
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'invalid_signature') {
      deps.metrics.signatureFailed(access.partner, access.environment);
    }
    throw error;
  }
};
