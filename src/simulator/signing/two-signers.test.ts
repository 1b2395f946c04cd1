import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from '../test-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  stage.world.scenario.change({ signers: 'two', acceptance: 'at_once' });
});
afterEach(() => stage.close());

const sign = async (id: string): Promise<void> => {
  const session = (await stage.visit(await stage.signingUrl(id))).headers.get('location') ?? '';
  await stage.visit(session, { method: 'POST', body: 'ending=signing_complete&name=Ada+Sample' });
};
const signNext = (id: string) => stage.visit(`/simulator/contracts/${id}/sign-next`, { method: 'POST' });

test('the first of two signatures leaves the contract viewed, the second completes it', async () => {
  const { id, signers } = await stage.contract();
  expect(signers).toEqual([
    { order: 1, status: 'waiting' },
    { order: 2, status: 'waiting' },
  ]);
  await sign(id);
  expect(stage.world.contracts.get(id)).toMatchObject({
    status: 'viewed',
    signers: [{ status: 'signed' }, { status: 'waiting' }],
  });
  expect((await signNext(id)).status).toBe(200);
  expect(stage.world.contracts.get(id)).toMatchObject({ status: 'accepted', signers: [{}, { status: 'signed' }] });
});

test('who has signed is given no other signing URL', async () => {
  const { id } = await stage.contract();
  await sign(id);
  await expect(stage.signingUrl(id)).rejects.toThrow('CONTRACT_NOT_SIGNABLE');
});

test('the second signer waits for the first, and signs once', async () => {
  const { id } = await stage.contract();
  expect((await signNext(id)).status).toBe(409);
  await sign(id);
  expect((await signNext(id)).status).toBe(200);
  expect((await signNext(id)).status).toBe(409);
});
