import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  cancelContractOperation,
  recordExternalSignatureOperation,
} from '../../upstreams/msc/contracting-operations.ts';
import { openStage, type Stage } from '../test-stage.ts';
import type { Contract } from './contract.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const payload = z.object({
  contract: z.object({ status: z.string() }).nullable(),
  userErrors: z.array(z.looseObject({ code: z.string() })),
});
const ask = async (operation: string, variables: object) => {
  const { data } = z
    .object({ data: z.record(z.string(), payload) })
    .parse(await (await stage.graphql(operation, { ...variables })).json());
  const [told] = Object.values(data);
  return { status: told?.contract?.status, codes: told?.userErrors.map(({ code }) => code) };
};
/** A contract that is signed elsewhere, or as its input says. */
const made = async (signing: 'EXTERNAL' | 'DOCUSIGN' = 'EXTERNAL'): Promise<Contract> => {
  const [price] = await stage.prices();
  if (!price) throw new Error('no price');
  const { contract } = await stage.create(stage.input(price, { signing }));
  const kept = stage.world.contracts.get(contract?.id ?? '');
  if (!kept) throw new Error('no contract');
  return kept;
};
const sign = ({ id }: Pick<Contract, 'id'>, agreementId = 'agreement-1', signedAt = stage.clock.now) =>
  ask(recordExternalSignatureOperation, { input: { contractId: id, agreementId, signedAt: signedAt.toISOString() } });
const cancel = ({ id }: Pick<Contract, 'id'>) => ask(cancelContractOperation, { id });

test('a contract that is signed elsewhere waits as a draft, opens no signing page, and goes its way once signed', async () => {
  stage.world.scenario.change({ signers: 'two' });
  const contract = await made();
  expect([contract.status, contract.signers]).toEqual(['draft', [{ order: 1, status: 'waiting' }]]);
  await expect(stage.signingUrl(contract.id)).rejects.toThrow('CONTRACT_NOT_SIGNABLE');
  expect(await sign(contract)).toEqual({ status: 'signed', codes: [] });
  expect(contract.envelope.signature).toMatchObject({ name: 'Ada Sample', agreementId: 'agreement-1' });
  await vi.waitFor(() => expect(contract.status).toBe('accepted'));
});

test('the same agreement again changes nothing, another one is refused', async () => {
  const contract = await made();
  await sign(contract);
  await vi.waitFor(() => expect(contract.status).toBe('accepted'));
  expect(await sign(contract)).toEqual({ status: 'accepted', codes: [] });
  expect(await sign(contract, 'agreement-2')).toEqual({ status: 'accepted', codes: ['CONTRACT_NOT_SIGNABLE'] });
  expect(contract.envelope.signature?.agreementId).toBe('agreement-1');
});

test('a signature that came after the price ran out ends the contract', async () => {
  const contract = await made();
  const until = new Date(contract.price.validUntil);
  expect(await sign(contract, 'agreement-1', until)).toEqual({ status: 'expired', codes: ['SIGNATURE_TOO_LATE'] });
  expect(contract.reasons.map(({ code }) => code)).toEqual(['rate_expired']);
  const inTime = await made();
  expect(await sign(inTime, 'agreement-1', new Date(until.getTime() - 1))).toMatchObject({ codes: [] });
});

test('one that is over, unknown, or signed through DocuSign takes no signature from elsewhere', async () => {
  const over = await made();
  stage.world.contracts.move(over, 'voided');
  expect(await sign(over)).toEqual({ status: 'voided', codes: ['CONTRACT_NOT_SIGNABLE'] });
  expect((await sign(await made('DOCUSIGN'))).codes).toEqual(['CONTRACT_NOT_SIGNABLE']);
  expect(await sign({ id: 'none' })).toEqual({ status: undefined, codes: ['NOT_FOUND'] });
});

test('cancelled before it is signed it is voided, once; after that it is cancelled as any other', async () => {
  const contract = await made();
  for (const _ of [1, 2]) expect(await cancel(contract)).toEqual({ status: 'voided', codes: [] });
  const signed = await made();
  signed.envelope.signature = { name: 'Ada Sample', at: stage.clock.now };
  stage.world.contracts.move(signed, 'signed');
  expect(await cancel(signed)).toEqual({ status: 'cancelled', codes: [] });
});
