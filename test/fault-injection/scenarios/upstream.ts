import assert from 'node:assert/strict';
import { type ProxyFault, RETRY_AFTER_SECONDS } from '../fault-proxy.ts';
import type { Harness } from '../harness.ts';
import type { ObservedResponse } from '../http-client.ts';
import { defineScenario, type Scenario } from '../scenario.ts';

const iterations = ({ length }: Harness): number => (length === 'long' ? 10 : 1);
const CREATE_CONTRACT_MUTATION = 'mutation CreateContract';

const OUTCOME_UNKNOWN = ['contract_outcome_unknown'];
/** The price cannot be read, so no contract request is sent upstream. */
const PRICE_UNCHECKED = ['price_check_unavailable'];

const formatResponses = (responses: readonly ObservedResponse[]): string =>
  [...new Set(responses.map(({ status, code }) => [status, code].filter(Boolean).join(' ')))].join(', ');

/**
 * Defines a scenario in which each customer gets offers before the fault starts, and requests a contract during the
 * fault.
 */
const defineUpstreamScenario = (
  name: string,
  inject: (harness: Harness) => Promise<void> | void,
  expected: { readonly offers?: readonly string[]; readonly contract: readonly string[]; readonly retryAfter?: number },
  env: Record<string, string> = {},
): Scenario =>
  defineScenario(
    name,
    async (harness) => {
      const responses: ObservedResponse[] = [];
      for (let time = 0; time < iterations(harness); time++) {
        const customer = await harness.customer();
        await customer.fetchOffers();
        await inject(harness);
        harness.injected();
        if (expected.offers) {
          // Uses values that were not requested before, because a cached response would hide the fault.
          const other = await customer.request('/v1/utilities?postalCode=77002&commodity=gas');
          assert.ok(
            expected.offers.includes(other.code ?? String(other.status)),
            `a utility lookup: ${formatResponses([other])}`,
          );
        }
        const response = await customer.submitContract();
        // After the first round, an operation's circuit breaker may be open, because half of its calls have failed. A
        // lookup may then fail too, or nothing is sent.
        const allowed =
          time === 0 ? expected.contract : [...expected.contract, ...OUTCOME_UNKNOWN, 'upstream_unavailable'];
        assert.ok(
          allowed.includes(response.code ?? String(response.status)),
          `a contract: ${formatResponses([response])}`,
        );
        if (expected.retryAfter) assert.equal(response.retryAfter, expected.retryAfter);
        responses.push(response);
        await harness.upstream.recover();
        await customer.submitUntilCreated();
      }
      return formatResponses(responses);
    },
    () => ({ env }),
  );

const injectFault =
  (fault: ProxyFault, substring = '') =>
  ({ upstream }: Harness): void =>
    upstream.inject(fault, substring);

/** Faults between the BFF and My Service Cloud. In a long run, hanging calls time out as late as in production. */
export const upstreamScenarios: readonly Scenario[] = [
  defineUpstreamScenario('the upstream refuses connections', ({ upstream }) => upstream.refuseConnections(), {
    offers: ['upstream_unavailable'],
    contract: PRICE_UNCHECKED,
  }),
  defineScenario(
    'the upstream accepts requests but sends no response for 30 s',
    async (harness) => {
      const customer = await harness.customer();
      await customer.fetchOffers();
      harness.upstream.inject('hang');
      harness.injected();
      const responses = await customer.submitContract();
      assert.equal(responses.code, 'price_check_unavailable');
      assert.ok(responses.durationMs < 26_000, `after ${responses.durationMs} ms`);
      return `${formatResponses([responses])} after ${(responses.durationMs / 1000).toFixed(1)} s`;
    },
    (length) => ({ env: length === 'short' ? { UPSTREAM_SECONDS: '1' } : {} }),
  ),
  defineUpstreamScenario('every second upstream response is a 500', injectFault('half_5xx'), {
    contract: ['201', ...OUTCOME_UNKNOWN, ...PRICE_UNCHECKED],
  }),
  defineUpstreamScenario('the upstream responds 429', injectFault('too_many'), {
    offers: ['upstream_unavailable'],
    contract: PRICE_UNCHECKED,
    retryAfter: RETRY_AFTER_SECONDS,
  }),
  defineUpstreamScenario('upstream responses are truncated', injectFault('truncated'), {
    offers: ['upstream_invalid'],
    contract: PRICE_UNCHECKED,
  }),
  defineUpstreamScenario(
    'only the response to the contract creation is truncated',
    injectFault('truncated', CREATE_CONTRACT_MUTATION),
    { contract: ['201'] },
  ),
  defineUpstreamScenario(
    'the upstream responds with GraphQL errors and status 200, and creates no contract',
    injectFault('graphql_errors', CREATE_CONTRACT_MUTATION),
    { contract: OUTCOME_UNKNOWN },
  ),
  defineUpstreamScenario(
    'the upstream responds with GraphQL errors and status 200, although it has created the contract',
    injectFault('graphql_errors_after_commit', CREATE_CONTRACT_MUTATION),
    {
      contract: ['201'],
    },
  ),
  defineUpstreamScenario(
    'the connection is reset before the contract creation is forwarded',
    injectFault('reset_before_send', CREATE_CONTRACT_MUTATION),
    {
      contract: OUTCOME_UNKNOWN,
    },
  ),
  defineUpstreamScenario(
    'the connection is reset after the contract was created',
    injectFault('reset_after_commit', CREATE_CONTRACT_MUTATION),
    {
      contract: ['201'],
    },
  ),
];
