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
    return `${[...statuses].sort().join(' and ')}; the same key then 201`;
  }),
  defineScenario('two tabs of one session, each with a key of its own', async (harness) => {
    for (let time = 0; time < iterations(harness); time++) {
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.upstream.inject('slow', 'mutation');
      const responses = await Promise.all(
        Array.from({ length: 4 }, (_, tab) => customer.submitContract(`the-key-of-a-tab-of-its-own-${time}-${tab}`)),
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
    'somebody of another partner has a contract’s id, an offer’s token or a session’s',
    async (harness) => {
      const ours = await harness.customer();
      await ours.fetchOffers();
      const { id } = await ours.submitUntilCreated();
      const stranger = await harness.customer(siteOf('pecan'));
      harness.injected();
      assert.equal((await stranger.request(`/v1/contracts/${id}`)).code, 'not_found');
      for (const [path, body] of [
        ['signing-sessions', { presentation: 'popup' }],
        ['document-links', { as: 'inline' }],
        ['resume-links', { returnTo: 'https://www.pecan.example/' }],
      ] as const) {
        assert.equal((await stranger.request(`/v1/contracts/${id}/${path}`, body)).code, 'not_found', path);
      }
      // The first customer's session token, sent from another site's page.
      const carried = await harness.customer(siteOf('pecan'), ours.token);
      assert.equal((await carried.request(`/v1/contracts/${id}`)).code, 'origin_not_allowed');
      // The first customer's offer token, submitted on another partner's site.
      const { offerToken } = ours.offer ?? {};
      const { body } = await stranger.fetchOffers();
      assert.ok(offerToken && !body.includes(offerToken));
      const rejected = await stranger.submitWithOfferToken(offerToken);
      assert.equal(rejected.code, 'offer_invalid');
      return '404 not_found, 403 origin_not_allowed, 422 offer_invalid';
    },
  ),
];
