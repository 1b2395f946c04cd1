import { afterEach, beforeEach, expect, test } from 'vitest';
import { reconcile } from '../src/bff/contracts/reconcile.ts';
import { type Contract, contract as contractSchema } from '../src/wire/contract.ts';
import { createContract } from '../src/wire/create-contract.ts';
import {
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { loseContractResponses } from './fixtures/lost-responses.ts';

let bff: TestBff;
let token: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

function advanceClock(minutes: number): void {
  bff.clock.now = () => new Date(Date.now() + minutes * 60_000);
}
async function send(key: string, legalName = 'Trinity Bakery LLC'): Promise<Response> {
  const body = contractRequestFor(await firstOffer(bff.app, token), legalName);
  return sendRequest(bff.app, createContract.path, { body, token, headers: { 'Idempotency-Key': key } });
}
const fetchContract = async (id: string): Promise<Contract> =>
  contractSchema.parse(await (await sendRequest(bff.app, `/v1/contracts/${id}`, { token })).json());

test('a status whose webhook was lost is found by polling', async () => {
  const { id } = contractSchema.parse(await (await send('a-webhook-that-was-lost')).json());
  const [upstream] = bff.simulator.state.contracts.list();
  if (!upstream) throw new Error('no contract');
  bff.simulator.state.contracts.setStatus(upstream, 'accepted');
  expect(await reconcile(bff.appContext)).toBe(0);
  advanceClock(3);
  expect(await reconcile(bff.appContext)).toBe(1);
  expect((await fetchContract(id)).status).toBe('accepted');
});

test('a contract with no updates is polled at increasing intervals, until it has ended', async () => {
  await send('asked-about-more-rarely');
  advanceClock(3);
  expect(await reconcile(bff.appContext)).toBe(1);
  advanceClock(4);
  expect(await reconcile(bff.appContext)).toBe(0);
  advanceClock(60);
  expect(await reconcile(bff.appContext)).toBe(1);
  advanceClock(85);
  expect(await reconcile(bff.appContext)).toBe(0);
  const [upstream] = bff.simulator.state.contracts.list();
  if (!upstream) throw new Error('no contract');
  bff.simulator.state.contracts.setStatus(upstream, 'declined');
  advanceClock(24 * 60);
  await reconcile(bff.appContext);
  advanceClock(48 * 60);
  await reconcile(bff.appContext);
  advanceClock(96 * 60);
  expect(await reconcile(bff.appContext)).toBe(0);
});

test('a contract whose creation response was lost is found, even if the request is never repeated', async () => {
  let isLost = true;
  await bff.close();
  bff = await createTestBff({ wrapMscClient: loseContractResponses(() => isLost) });
  ({ token } = await openSession(bff.app));
  expect((await send('an-answer-that-never-came')).status).toBe(503);
  expect(bff.simulator.state.contracts.list()).toHaveLength(1);
  isLost = false;
  advanceClock(3);
  await reconcile(bff.appContext);
  const rows = await bff.appContext.store.selectFrom('contracts').select(['id', 'intent', 'upstream_id']).execute();
  expect(rows).toMatchObject([{ intent: 'created', upstream_id: expect.stringMatching(/^msc_/) }]);
});

test('a contract that cannot be polled does not prevent other contracts from being polled', async () => {
  await send('the-first-of-two-contracts');
  await send('the-second-of-two-contracts', 'Trinity Bakery Two LLC');
  bff.simulator.state.scenario.update({ contracting: 'down' });
  advanceClock(3);
  expect(await reconcile(bff.appContext)).toBe(2);
  expect(bff.logLines.filter((line) => line.includes('contract_refresh_failed'))).toHaveLength(2);
  bff.simulator.state.scenario.update({ contracting: 'up' });
});
