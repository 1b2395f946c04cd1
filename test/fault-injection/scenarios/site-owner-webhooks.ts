import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import { type ReceivedWebhook, startWebhookReceiver } from '../../fixtures/webhook-receiver.ts';
import { createHarness, type Harness } from '../harness.ts';
import { checkInvariants } from '../invariants.ts';
import type { Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

const secret = `whsec_${Buffer.from('signing secret of a site owner').toString('base64')}`;
const HOUR_MS = 60 * 60_000;

async function withContract(harness: Harness): Promise<string> {
  const customer = await harness.customer();
  await customer.fetchOffers();
  return (await customer.submitUntilCreated()).id;
}

/**
 * Whether the webhook is about this contract and correctly signed. Verifies the signature as of the webhook's own
 * timestamp instead of the current time, because the timestamp may be days ahead.
 */
function isWebhookFor(id: string, { body, headers }: ReceivedWebhook): boolean {
  const at = new Date(Number(headers.get('webhook-timestamp')) * 1000);
  const signature = new Webhook(secret).sign(headers.get('webhook-id') ?? '', at, body);
  return headers.get('webhook-signature') === signature && body.includes(id);
}

/** Defines a scenario in which the site's owner receives webhooks at the receiver and at further URLs. */
const withWebhookReceivers = (
  name: string,
  extraUrls: readonly string[],
  inject: (harness: Harness, receiver: Awaited<ReturnType<typeof startWebhookReceiver>>) => Promise<string>,
): Scenario => ({
  name,
  async run(length, counters) {
    const receiver = await startWebhookReceiver();
    const siteWebhooks = [receiver.url, ...extraUrls].map((url) => ({ url, secret }));
    const harness = await createHarness({ length, counters, owners: siteWebhooks });
    try {
      const outcome = await inject(harness, receiver);
      await checkInvariants(harness);
      return outcome;
    } finally {
      await harness.close();
      await receiver.close();
    }
  },
});

/** Faults of a site owner's server. No pending webhook may be lost. */
export const siteOwnerScenarios: readonly Scenario[] = [
  withWebhookReceivers('a site owner’s server is down for 71 hours', [], async (harness, receiver) => {
    receiver.respondWith((_, response) => response.writeHead(503).end());
    const id = await withContract(harness);
    harness.injected();
    // By each of these hours, at least one more attempt has become due.
    for (const hours of harness.length === 'long' ? [1, 2, 4, 8, 16, 30, 48] : [1, 3]) {
      const countBefore = receiver.received.length;
      await harness.shiftClocks(hours * HOUR_MS);
      await waitUntil(
        () => receiver.received.length,
        (count) => count > countBefore,
        `an attempt after ${hours} hours`,
      );
    }
    await harness.shiftClocks(71 * HOUR_MS);
    const attempts = receiver.received.length;
    receiver.respondWith((_, response) => response.writeHead(204).end());
    await harness.shiftClocks(73 * HOUR_MS);
    await waitUntil(
      () => receiver.received.length,
      (count) => count > attempts,
      'the last attempt',
    );
    const delivered = receiver.received.slice(attempts).filter((received) => isWebhookFor(id, received));
    if (!delivered.length) harness.counters.eventsLost += 1;
    harness.counters.events += 1;
    await harness.shiftClocks(0);
    return `no errors; the owner is notified after ${attempts} attempts`;
  }),
  withWebhookReceivers(
    'a site owner’s server redirects, or its host name resolves to a private address',
    ['https://localhost/hooks', 'https://10.0.0.8/hooks', 'https://169.254.169.254/latest', 'https://[::1]/hooks'],
    async (harness, receiver) => {
      const redirectTarget = await startWebhookReceiver();
      try {
        receiver.respondWith((_, response) => response.writeHead(302, { Location: redirectTarget.url }).end());
        await withContract(harness);
        harness.injected(5);
        await waitUntil(
          () => receiver.received.length,
          (count) => count > 0,
          'the first attempt',
        );
        const deniedCount = () => harness.lines().filter((line) => line.includes('"address_denied"')).length;
        await waitUntil(deniedCount, (count) => count >= 4, 'four addresses to be denied');
        assert.equal(redirectTarget.received.length, 0, 'the redirect was not followed');
        // A redirect does not count as a delivery, so the webhook is sent again and accepted.
        receiver.respondWith((_, response) => response.writeHead(204).end());
        const countBefore = receiver.received.length;
        await harness.shiftClocks(HOUR_MS);
        await waitUntil(
          () => receiver.received.length,
          (count) => count > countBefore,
          'another attempt',
        );
        await harness.shiftClocks(0);
      } finally {
        await redirectTarget.close();
      }
      return 'no errors; no other endpoint receives anything';
    },
  ),
  {
    name: 'a site owner’s server responds one byte at a time',
    async run(length, counters) {
      const other = await startWebhookReceiver();
      const slowResponse = withWebhookReceivers('', [other.url], async (harness, receiver) => {
        receiver.respondWith((_, response) => {
          response.writeHead(200);
          const timer = setInterval(() => response.write('x'), 50);
          response.on('close', () => clearInterval(timer));
        });
        const id = await withContract(harness);
        harness.injected();
        const [received] = await waitUntil(
          () => receiver.received,
          (all) => all.length > 0,
          'the first attempt',
        );
        assert.ok(received && isWebhookFor(id, received));
        // A response that is sent slowly over fifteen seconds delays neither customers nor other site owners.
        const startedAt = performance.now();
        const next = await withContract(harness);
        await waitUntil(
          () => other.received.filter((each) => isWebhookFor(next, each)).length,
          (count) => count > 0,
          'another endpoint to receive its webhook',
        );
        assert.ok(performance.now() - startedAt < 8_000, 'a slow receiver does not delay other webhooks');
        return 'no errors; no request waits for the slow receiver';
      });
      try {
        return await slowResponse.run(length, counters);
      } finally {
        await other.close();
      }
    },
  },
];
