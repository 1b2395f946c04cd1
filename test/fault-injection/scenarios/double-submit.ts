import assert from 'node:assert/strict';
import type { Harness } from '../harness.ts';
import { siteOf } from '../partners-file.ts';
import { defineScenario, type Scenario } from '../scenario.ts';

const iterations = ({ length }: Harness): number => (length === 'long' ? 20 : 2);

/** Impatient and malicious clients. The upstream is slow enough to allow concurrent requests. */
export const doubleSubmitScenarios: readonly Scenario[] = [
  defineScenario('a double click', async (harness) => {
    const statuses = new Set<number>();
    for (let time = 0; time < iterations(harness); time++) {
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.upstream.inject('slow', 'mutation');
      const responses = await Promise.all([
        customer.submitContract(),
        customer.submitContract(),
        customer.submitContract(),
      ]);
      harness.injected();
      await harness.upstream.recover();
      for (const { status, code } of responses) {
        assert.ok(status === 201 || code === 'request_in_progress', `${status} ${code}`);
        statuses.add(status);
      }
      await customer.submitUntilCreated();
    }
    assert.ok(statuses.has(201));
    return `${[...statuses].sort().join(' and ')}; then 201 with the same key`;
  }),
  defineScenario('two tabs of one session, each with its own key', async (harness) => {
    for (let time = 0; time < iterations(harness); time++) {
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.upstream.inject('slow', 'mutation');
      const responses = await Promise.all(
        Array.from({ length: 4 }, (_, tab) => customer.submitContract(`the-separate-key-of-one-tab-${time}-${tab}`)),
      );
      harness.injected();
      await harness.upstream.recover();
      for (const { status, code } of responses) {
        assert.ok(status === 201 || code === 'request_in_progress', `${status} ${code}`);
      }
      await customer.submitUntilCreated();
    }
    return '201 in one tab, 409 request_in_progress in the others; then 201 with the same contract in each';
  }),
  defineScenario(
    'a client of another partner uses a customer’s contract ID, offer token or session token',
    async (harness) => {
      const firstCustomer = await harness.customer();
      await firstCustomer.fetchOffers();
      const { id } = await firstCustomer.submitUntilCreated();
      const otherCustomer = await harness.customer(siteOf('pecan'));
      harness.injected();
      assert.equal((await otherCustomer.request(`/v1/contracts/${id}`)).code, 'not_found');
      for (const [path, body] of [
        ['signing-sessions', { presentation: 'popup' }],
        ['document-links', { as: 'inline' }],
        ['resume-links', { returnTo: 'https://www.pecan.example/' }],
      ] as const) {
        assert.equal((await otherCustomer.request(`/v1/contracts/${id}/${path}`, body)).code, 'not_found', path);
      }
      // The first customer's session token, sent from another site's page.
      const stolenSession = await harness.customer(siteOf('pecan'), firstCustomer.token);
      assert.equal((await stolenSession.request(`/v1/contracts/${id}`)).code, 'origin_not_allowed');
      // The first customer's offer token, submitted on another partner's site.
      const { offerToken } = firstCustomer.offer ?? {};
      const { body } = await otherCustomer.fetchOffers();
      assert.ok(offerToken && !body.includes(offerToken));
      const rejected = await otherCustomer.submitWithOfferToken(offerToken);
      assert.equal(rejected.code, 'offer_invalid');
      return '404 not_found, 403 origin_not_allowed, 422 offer_invalid';
    },
  ),
];
