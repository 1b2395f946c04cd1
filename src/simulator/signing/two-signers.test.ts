import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
  harness.state.scenario.update({ signers: 'two', acceptance: 'immediate' });
});
afterEach(() => harness.close());

const sign = async (id: string): Promise<void> => {
  const session = (await harness.fetch(await harness.createSigningUrl(id))).headers.get('location') ?? '';
  await harness.fetch(session, { method: 'POST', body: 'ending=signing_complete&name=Ada+Sample' });
};
const signNext = (id: string) => harness.fetch(`/simulator/contracts/${id}/sign-next`, { method: 'POST' });

test('with two signers, a contract has the status `viewed` after the first signature, and is accepted after the second', async () => {
  const { id, signers } = await harness.createAnyContract();
  expect(signers).toEqual([
    { order: 1, status: 'waiting' },
    { order: 2, status: 'waiting' },
  ]);
  await sign(id);
  expect(harness.state.contracts.get(id)).toMatchObject({
    status: 'viewed',
    signers: [{ status: 'signed' }, { status: 'waiting' }],
  });
  expect((await signNext(id)).status).toBe(200);
  expect(harness.state.contracts.get(id)).toMatchObject({ status: 'accepted', signers: [{}, { status: 'signed' }] });
});

test('with two signers, creates no signing URL after the first signature', async () => {
  const { id } = await harness.createAnyContract();
  await sign(id);
  await expect(harness.createSigningUrl(id)).rejects.toThrow('CONTRACT_NOT_SIGNABLE');
});

test('the second signer can sign only once, and only after the first signer', async () => {
  const { id } = await harness.createAnyContract();
  expect((await signNext(id)).status).toBe(409);
  await sign(id);
  expect((await signNext(id)).status).toBe(200);
  expect((await signNext(id)).status).toBe(409);
});
