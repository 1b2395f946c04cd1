import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import {
  cancelContractOperation,
  recordExternalSignatureOperation,
} from '../../upstreams/msc/contracting-operations.ts';
import type { Contract } from './contract.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
});
afterEach(() => harness.close());

const payload = z.object({
  contract: z.object({ status: z.string() }).nullable(),
  userErrors: z.array(z.looseObject({ code: z.string() })),
});
const execute = async (operation: string, variables: object) => {
  const { data } = z
    .object({ data: z.record(z.string(), payload) })
    .parse(await (await harness.graphql(operation, { ...variables })).json());
  const [result] = Object.values(data);
  return { status: result?.contract?.status, codes: result?.userErrors.map(({ code }) => code) };
};
const createExternalContract = async (signing: 'EXTERNAL' | 'DOCUSIGN' = 'EXTERNAL'): Promise<Contract> => {
  const [price] = await harness.prices();
  if (!price) throw new Error('no price');
  const { contract } = await harness.createContract(harness.contractInput(price, { signing }));
  const currentContract = harness.state.contracts.get(contract?.id ?? '');
  if (!currentContract) throw new Error('no contract');
  return currentContract;
};
const sign = ({ id }: Pick<Contract, 'id'>, agreementId = 'agreement-1', signedAt = harness.clock.now) =>
  execute(recordExternalSignatureOperation, {
    input: { contractId: id, agreementId, signedAt: signedAt.toISOString() },
  });
const cancel = ({ id }: Pick<Contract, 'id'>) => execute(cancelContractOperation, { id });

test('a contract to be signed in another system stays a draft without a signing URL until it is signed', async () => {
  harness.state.scenario.update({ signers: 'two' });
  const contract = await createExternalContract();
  expect([contract.status, contract.signers]).toEqual(['draft', [{ order: 1, status: 'waiting' }]]);
  await expect(harness.createSigningUrl(contract.id)).rejects.toThrow('CONTRACT_NOT_SIGNABLE');
  expect(await sign(contract)).toEqual({ status: 'signed', codes: [] });
  expect(contract.envelope.signature).toMatchObject({ name: 'Ada Sample', agreementId: 'agreement-1' });
  await vi.waitFor(() => expect(contract.status).toBe('accepted'));
});

test('recording the same agreement again has no effect, and recording another agreement is rejected', async () => {
  const contract = await createExternalContract();
  await sign(contract);
  await vi.waitFor(() => expect(contract.status).toBe('accepted'));
  expect(await sign(contract)).toEqual({ status: 'accepted', codes: [] });
  expect(await sign(contract, 'agreement-2')).toEqual({ status: 'accepted', codes: ['CONTRACT_NOT_SIGNABLE'] });
  expect(contract.envelope.signature?.agreementId).toBe('agreement-1');
});

test('rejects a signature after the price’s expiry and marks the contract as expired', async () => {
  const contract = await createExternalContract();
  const until = new Date(contract.price.validUntil);
  expect(await sign(contract, 'agreement-1', until)).toEqual({ status: 'expired', codes: ['SIGNATURE_TOO_LATE'] });
  expect(contract.reasons.map(({ code }) => code)).toEqual(['rate_expired']);
  const signedAtInTime = await createExternalContract();
  expect(await sign(signedAtInTime, 'agreement-1', new Date(until.getTime() - 1))).toMatchObject({ codes: [] });
});

test('rejects a signature for a contract that has ended, does not exist or is signed with DocuSign', async () => {
  const expiredAt = await createExternalContract();
  harness.state.contracts.setStatus(expiredAt, 'voided');
  expect(await sign(expiredAt)).toEqual({ status: 'voided', codes: ['CONTRACT_NOT_SIGNABLE'] });
  expect((await sign(await createExternalContract('DOCUSIGN'))).codes).toEqual(['CONTRACT_NOT_SIGNABLE']);
  expect(await sign({ id: 'none' })).toEqual({ status: undefined, codes: ['NOT_FOUND'] });
});

test('on cancellation, voids an unsigned contract and cancels a signed contract', async () => {
  const contract = await createExternalContract();
  for (const _ of [1, 2]) expect(await cancel(contract)).toEqual({ status: 'voided', codes: [] });
  const signed = await createExternalContract();
  signed.envelope.signature = { name: 'Ada Sample', signedAt: harness.clock.now };
  harness.state.contracts.setStatus(signed, 'signed');
  expect(await cancel(signed)).toEqual({ status: 'cancelled', codes: [] });
});
