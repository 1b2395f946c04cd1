import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshContract } from '../src/bff/contracts/reconcile.ts';
import { createTestBff, createTestContract, openSession, type TestBff } from './fixtures/bff.ts';

let bff: TestBff;
beforeEach(async () => {
  bff = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      contracting: { ...client.contracting, contract: () => client.contracting.contract(declined().id) },
    }),
  });
});
afterEach(() => bff.close());

/** The declined contract, which the upstream returns for every query, even one for another contract. */
function declined() {
  const found = bff.simulator.state.contracts.list().find(({ status }) => status === 'declined');
  if (!found) throw new Error('no contract is declined');
  return found;
}
const createForNewSession = async () => createTestContract(bff.app, (await openSession(bff.app)).token);
const statusOf = async (id: string) =>
  (await bff.appContext.store.selectFrom('contracts').select('status').where('id', '=', id).executeTakeFirstOrThrow())
    .status;

test('an upstream response about a contract other than the requested one changes nothing', async () => {
  const [own, other] = [await createForNewSession(), await createForNewSession()];
  const { contracts } = bff.simulator.state;
  const upstream = contracts.list().find(({ input }) => input.partnerReference === other.id);
  if (!upstream) throw new Error('no contract');
  contracts.setStatus(upstream, 'declined');
  await refreshContract(bff.appContext, other.id);
  expect(await statusOf(other.id)).toBe('declined');
  await refreshContract(bff.appContext, own.id);
  expect(await statusOf(own.id)).toBe(own.status);
  expect(bff.logLines.join('')).toContain('is not the requested contract');
});
