import { Webhook } from 'standardwebhooks';
import { withBff } from './bff.ts';
import { type Comparison, compare } from './compare-to-bare-server.ts';

/** Delivers one webhook repeatedly: the BFF verifies it, looks it up in the inbox on disk and acknowledges it. */
export const webhooks = (): Promise<Comparison> =>
  withBff(({ origin, credentials, process: { pid } }) => {
    const now = new Date();
    const data = { contractId: 'msc_1', partnerReference: 'ct_unknown', status: 'signed' };
    const event = {
      id: 'evt_1',
      type: 'contract.status_changed',
      environment: 'test',
      occurredAt: now.toISOString(),
      data,
    };
    const body = JSON.stringify(event);
    const headers = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(credentials.webhookSecret).sign('evt_1', now, body),
    };
    return compare({ url: `${origin}/webhooks/msc/lonestar/test`, headers, body, pid });
  });
