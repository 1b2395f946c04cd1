import assert from 'node:assert/strict';
import type { Customer } from '../customer.ts';
import type { Harness } from '../harness.ts';
import { sendRequest } from '../http-client.ts';
import { defineScenario, type Scenario } from '../scenario.ts';

/**
 * The timeout of the container's health check. A quadratic pattern blocks the event loop for longer than that. A busy
 * machine does not. `npm run bench` measures the delay itself.
 */
const MAX_HEALTH_CHECK_MS = 3_000;

/** Calls `/healthz` repeatedly while `work` runs. @returns the slowest response in milliseconds */
async function slowestHealthCheck(harness: Harness, work: () => Promise<unknown>): Promise<number> {
  let isRunning = true;
  let slowest = 0;
  const checks = (async () => {
    while (isRunning) {
      const { status, durationMs } = await sendRequest(`${harness.server().origin}/healthz`, {});
      assert.equal(status, 200, 'the server is alive');
      slowest = Math.max(slowest, durationMs);
    }
  })();
  await Promise.all([
    checks,
    work().finally(() => {
      isRunning = false;
    }),
  ]);
  assert.ok(slowest < MAX_HEALTH_CHECK_MS, `a health check took ${slowest} ms`);
  return Math.round(slowest);
}

/**
 * The length of this text is just below the largest body that the server reads. A quadratic pattern needs a second to
 * check it.
 */
const LONG_EMAIL = `a@${'a.'.repeat(29_000)} `;

async function sendLongEmails(customer: Customer): Promise<void> {
  const requests = Array.from({ length: 8 }, () =>
    customer.request('/v1/contracts', { signer: { email: LONG_EMAIL } }, { 'Idempotency-Key': crypto.randomUUID() }),
  );
  for (const { status } of await Promise.all(requests)) assert.equal(status, 422);
}

/** Requests that are meant to stop the server. Other customers must not notice them. */
export const attackScenarios: readonly Scenario[] = [
  defineScenario('a client sends email addresses of 58,000 characters', async (harness) => {
    const attacker = await harness.customer();
    const customer = await harness.customer();
    await customer.fetchOffers();
    harness.injected(8);
    const slowest = await slowestHealthCheck(harness, async () => {
      await Promise.all([sendLongEmails(attacker), customer.submitUntilCreated()]);
    });
    return `422 each; slowest health check ${slowest} ms`;
  }),
  defineScenario(
    'a session looks up thousands of postal codes',
    async (harness) => {
      const attacker = await harness.customer();
      const customer = await harness.customer();
      await customer.fetchOffers();
      const lookUp = (batch: number) =>
        attacker.request('/v1/utility-lookups', {
          commodity: 'electric',
          postalCodes: Array.from({ length: 200 }, (_, index) => String(10_000 + 200 * batch + index)),
        });
      harness.injected(20);
      let codes: (string | undefined)[] = [];
      const slowest = await slowestHealthCheck(harness, async () => {
        const responses = await Promise.all(Array.from({ length: 20 }, (_, batch) => lookUp(batch)));
        codes = responses.map(({ code }) => code);
      });
      assert.ok(codes.includes('rate_limited'), 'the session reaches its limit');
      assert.ok(codes.filter((code) => code === undefined).length <= 7, 'at most 1,500 lookups a minute');
      await customer.submitUntilCreated();
      return `${codes.filter((code) => code === 'rate_limited').length} of 20 were denied; slowest health check ${slowest} ms`;
    },
    () => ({ env: { RATE_LIMIT_SESSION: '1500' } }),
  ),
  defineScenario('the connection breaks while a document is sent', async (harness) => {
    const customer = await harness.customer();
    await customer.fetchOffers();
    const { id } = await customer.submitUntilCreated();
    const complete = await customer.request(`/v1/contracts/${id}/document`);
    assert.equal(complete.status, 200);
    harness.upstream.inject('broken_off', '/documents/');
    harness.injected();
    const brokenOff = await customer.request(`/v1/contracts/${id}/document`);
    assert.ok(harness.upstream.injectedCount() > 0, 'the document was fetched through the proxy');
    assert.equal(brokenOff.status, 0, 'the client sees a broken connection');
    await harness.upstream.recover();
    return 'the connection was aborted; then 200';
  }),
];
