import assert from 'node:assert/strict';
import type { Seen } from '../ask.ts';
import { askedToWait, type Disturbance } from '../disturbed-upstream.ts';
import { type Fault, fault } from '../fault.ts';
import type { Stage } from '../stage.ts';

const times = ({ length }: Stage): number => (length === 'long' ? 10 : 1);
/** The upstream's call that makes a contract. */
const creation = 'mutation CreateContract';

const unknown = ['contract_outcome_unknown'];

const describe = (seen: readonly Seen[]): string =>
  [...new Set(seen.map(({ status, code }) => [status, code].filter(Boolean).join(' ')))].join(', ');

/** Each customer sees offers, then the fault comes, and each asks for a contract in it. */
const during = (
  name: string,
  disturb: (stage: Stage) => Promise<void> | void,
  expected: { readonly offers?: readonly string[]; readonly contract: readonly string[]; readonly wait?: number },
  env: Record<string, string> = {},
): Fault =>
  fault(
    name,
    async (stage) => {
      const seen: Seen[] = [];
      for (let time = 0; time < times(stage); time++) {
        const customer = await stage.customer();
        await customer.look();
        await disturb(stage);
        stage.injected();
        if (expected.offers) {
          // Another question than before, or the answer to that would serve.
          const other = await customer.ask('/v1/utilities?postalCode=77002&commodity=gas');
          assert.ok(expected.offers.includes(other.code ?? String(other.status)), `prices: ${describe([other])}`);
        }
        const sent = await customer.send();
        // Who fails half of its calls is left alone for a while, and then nobody can look either.
        const allowed = time === 0 ? expected.contract : [...expected.contract, ...unknown];
        assert.ok(allowed.includes(sent.code ?? String(sent.status)), `a contract: ${describe([sent])}`);
        if (expected.wait) assert.equal(sent.retryAfter, expected.wait);
        seen.push(sent);
        await stage.upstream.calm();
        await customer.insist();
      }
      return describe(seen);
    },
    () => ({ env }),
  );

const disturbed =
  (how: Disturbance, word = '') =>
  ({ upstream }: Stage): void =>
    upstream.disturb(how, word);

/** What goes wrong between us and My Service Cloud. In a long run a hanging call is waited for as in production. */
export const upstreamFaults: readonly Fault[] = [
  during('the upstream refuses connections', ({ upstream }) => upstream.refuse(), {
    offers: ['upstream_unavailable'],
    contract: unknown,
  }),
  fault(
    'the upstream hears and says nothing for 30 s',
    async (stage) => {
      const customer = await stage.customer();
      await customer.look();
      stage.upstream.disturb('hang');
      stage.injected();
      const seen = await customer.send();
      assert.equal(seen.code, 'contract_outcome_unknown');
      assert.ok(seen.milliseconds < 26_000, `after ${seen.milliseconds} ms`);
      return `${describe([seen])} after ${(seen.milliseconds / 1000).toFixed(1)} s`;
    },
    (length) => ({ env: length === 'short' ? { UPSTREAM_SECONDS: '1' } : {} }),
  ),
  during('every second answer of the upstream is a 500', disturbed('half_5xx'), {
    contract: ['201', 'contract_outcome_unknown'],
  }),
  during('the upstream says 429', disturbed('too_many'), {
    offers: ['upstream_unavailable'],
    contract: unknown,
    wait: askedToWait,
  }),
  during('the upstream’s answers break off', disturbed('truncated'), {
    offers: ['upstream_invalid'],
    contract: unknown,
  }),
  during('only the answer to the creation breaks off', disturbed('truncated', creation), { contract: ['201'] }),
  during('GraphQL errors with 200, and nothing was made', disturbed('graphql_errors', creation), { contract: unknown }),
  during('GraphQL errors with 200, though the contract was made', disturbed('graphql_errors_after_commit', creation), {
    contract: ['201'],
  }),
  during('the connection is reset before the creation is sent', disturbed('reset_before_send', creation), {
    contract: unknown,
  }),
  during('the connection is reset after the contract was made', disturbed('reset_after_commit', creation), {
    contract: ['201'],
  }),
];
