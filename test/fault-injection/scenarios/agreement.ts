import assert from 'node:assert/strict';
import { problem } from '../../../src/wire/problem.ts';
import type { Customer, RequestVariant } from '../customer.ts';
import type { Harness } from '../harness.ts';
import { defineScenario, type Scenario } from '../scenario.ts';

const iterations = ({ length }: Harness): number => (length === 'long' ? 10 : 2);
const VARIANTS: readonly RequestVariant[] = ['same', 'trailing_blank', 'spanish', 'current_supplier'];

async function agreeToRaisedFees(customer: Customer): Promise<void> {
  const rejected = await customer.submitContract();
  assert.equal(rejected.code, 'rate_changed');
  const { offer, changes = [] } = problem.parse(JSON.parse(rejected.body));
  assert.deepEqual(
    changes.map(({ term }) => term),
    ['monthlyFee', 'earlyTermination'],
  );
  assert.ok(offer);
  customer.acceptOffer(offer);
}

/** Terms that change between the offer and the contract, and one purchase that is requested in several ways. */
export const agreementScenarios: readonly Scenario[] = [
  defineScenario('the fees rise between the offer and the contract', async (harness) => {
    for (let time = 0; time < iterations(harness); time++) {
      // The scenario raises the fees of a price only once.
      harness.state.prices.clear();
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.state.scenario.update({ fees: 'changed' });
      harness.injected();
      await agreeToRaisedFees(customer);
      harness.state.scenario.update({ fees: 'unchanged' });
      await customer.submitUntilCreated();
    }
    return '409 rate_changed with both fees, old and new; then 201 at the new fees';
  }),
  defineScenario('the fees rise, and the price cannot be read before the contract', async (harness) => {
    for (let time = 0; time < iterations(harness); time++) {
      harness.state.prices.clear();
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.state.scenario.update({ fees: 'changed' });
      harness.upstream.inject('reset_before_send', '/v1/prices/');
      harness.injected();
      const unchecked = await customer.submitContract();
      assert.equal(unchecked.code, 'price_check_unavailable');
      assert.ok(unchecked.retryAfter);
      await harness.upstream.recover();
      // The circuit breaker may stay open for some seconds.
      await customer.submitUntil(({ code }) => code === 'rate_changed');
      await agreeToRaisedFees(customer);
      harness.state.scenario.update({ fees: 'unchanged' });
      await customer.submitUntilCreated();
    }
    return '503 price_check_unavailable; then 409 rate_changed, then 201 at the new fees';
  }),
  defineScenario('one purchase, requested simultaneously in four ways by the tabs of a session', async (harness) => {
    for (let time = 0; time < iterations(harness); time++) {
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.upstream.inject('slow', 'mutation');
      const responses = await Promise.all(VARIANTS.map((variant) => customer.submitVariant(variant)));
      harness.injected();
      await harness.upstream.recover();
      for (const { status, code } of responses) {
        assert.ok(status === 201 || code === 'request_in_progress' || code === 'contract_exists', `${status} ${code}`);
      }
      await customer.submitUntilCreated();
      for (const variant of VARIANTS) {
        const { status, code } = await customer.submitVariant(variant);
        assert.ok(status === 201 || code === 'contract_exists', `${status} ${code}`);
      }
    }
    return '201 in one tab, 409 in the others; then contract_exists with the contract in each';
  }),
  defineScenario(
    'the purchase is requested differently after the response to its first request was lost',
    async (harness) => {
      for (let time = 0; time < iterations(harness); time++) {
        const customer = await harness.customer();
        await customer.fetchOffers();
        // The substring also matches the lookup, so the lookup fails too.
        harness.upstream.inject('reset_after_commit', 'ontract');
        harness.injected();
        assert.equal((await customer.submitContract()).code, 'contract_outcome_unknown');
        const { code, body } = await customer.submitVariant('spanish');
        assert.equal(code, 'contract_exists');
        assert.equal(problem.parse(JSON.parse(body)).contract?.id, undefined);
        await harness.upstream.recover();
        await customer.submitUntilCreated();
      }
      return '503 contract_outcome_unknown, 409 contract_exists without an ID; then 201 with the one contract';
    },
  ),
];
