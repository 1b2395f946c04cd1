import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseContract } from '../src/bff/commands/erase-contract.ts';
import { reconcile } from '../src/bff/contracts/reconcile.ts';
import { followLetters } from '../src/bff/letters/follow-letters.ts';
import { removeOld } from '../src/bff/payload/retention.ts';
import { LoaUnavailableError } from '../src/upstreams/ecostruxure-loa/errors.ts';
import { MscUnavailableError } from '../src/upstreams/msc/errors/unavailable.ts';
import { type InboxStage, openInboxStage } from './inbox-stage.ts';

let stage: InboxStage;
beforeEach(async () => {
  stage = await openInboxStage();
});
afterEach(() => stage.stack.close());

const lost = (): never => {
  throw new MscUnavailableError('call', 'timeout');
};
const isSigned = (status: string) => ['signed', 'submitted', 'accepted'].includes(status);

test('five clicks in two tabs, with one key or with five, are one contract and one letter', async () => {
  const key = crypto.randomUUID();
  await Promise.all([1, 2, 3, 4, 5].map((n) => stage.ask(n < 3 ? key : undefined)));
  await stage.follow();
  const again = await stage.contractOf(stage.ask());
  expect(stage.theirs().input.partnerReference).toBe(again.id);
  expect(stage.world.agreements.list()).toHaveLength(1);
});

test('two corrections of the address at once are one letter', async () => {
  const id = await stage.begun();
  const to = (name: string) => stage.again(id, { email: `${name}@trinity-bakery.example` });
  const answers = await Promise.all([to('office'), to('desk')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  await stage.follow();
  expect(stage.out()).toHaveLength(1);
});

test('credentials the letters’ upstream does not take end the contract, and operators read why', async () => {
  stage.between.letters = (real) => ({ create: (made) => real.create({ ...made, templateId: 'none' }) });
  const made = await stage.contractOf(stage.ask());
  expect(made.signing.letter?.status).toBe('failed');
  await stage.follow();
  expect([stage.theirs().status, (await stage.see(made.id)).status]).toEqual(['voided', 'voided']);
  expect(stage.stack.lines.join('')).toMatch(/letter_refused/);
  expect(stage.stack.lines.join('')).not.toMatch(/Dana|Trinity|dana@|10443720/);
});

test('a wrong client secret is no letter and no contract', async () => {
  Object.assign(stage.stack.deps, { loa: stage.withWrongSecret });
  const { id } = await stage.contractOf(stage.ask());
  await stage.follow();
  expect(await stage.see(id)).toMatchObject({ status: 'voided', signing: { letter: { status: 'failed' } } });
  expect(stage.world.agreements.list()).toEqual([]);
});

test('a token that ends before its time is no hindrance', async () => {
  const id = await stage.begun();
  stage.world.loaTokens.callBack();
  stage.answer('signed');
  await stage.follow();
  expect((await stage.see(id)).signing.you).toBe('signed');
});

test('a contract whose letter never went out gets it once the upstream is back, by nobody’s click', async () => {
  stage.weather({ agreements: 'down' });
  const { id } = await stage.contractOf(stage.ask());
  await stage.follow();
  expect(stage.world.agreements.list()).toEqual([]);
  stage.weather({ agreements: 'up' });
  await stage.follow();
  await stage.arrived(id);
  expect(stage.world.agreements.list()).toHaveLength(1);
});

test('a letter whose answer was lost is found by our reference and not sent twice', async () => {
  stage.between.letters = (real) => ({
    async create(made) {
      await real.create(made);
      throw new LoaUnavailableError('create', 'timeout');
    },
  });
  const { id } = await stage.contractOf(stage.ask());
  stage.between.letters = () => ({});
  await stage.arrived(id);
  expect(stage.world.agreements.list()).toHaveLength(1);
});

test('a contract that a crash cut off is found, and its letter sent, though nobody comes back', async () => {
  stage.between.contracting = (real) => ({
    async createContract(input) {
      await real.createContract(input);
      return lost();
    },
    contractByReference: async () => lost(),
  });
  expect(await stage.codeOf(stage.ask())).toBe('contract_outcome_unknown');
  expect(stage.world.agreements.list()).toEqual([]);
  stage.between.contracting = () => ({});
  stage.later();
  await reconcile(stage.stack.deps);
  await stage.follow();
  await expect.poll(() => stage.mails().length).toBe(1);
  expect(isSigned(stage.theirs().status)).toBe(false);
});

test('a contract that was never made sends no letter, and forgets after a day what one would have said', async () => {
  stage.weather({ contracting: 'down' });
  const key = crypto.randomUUID();
  expect(await stage.codeOf(stage.ask(key))).toBe('contract_outcome_unknown');
  await stage.follow();
  expect(stage.world.agreements.list()).toEqual([]);
  expect((await stage.letterRow()).sealed).not.toBeNull();
  stage.later(25 * 3_600_000);
  await removeOld(stage.stack.deps);
  expect((await stage.letterRow()).sealed).toBeNull();
});

test.each(['as it was', 'forgotten', 'gone'])(
  'the same request makes the contract after all, its letter being %s',
  async (what) => {
    stage.weather({ contracting: 'down' });
    const key = crypto.randomUUID();
    expect(await stage.codeOf(stage.ask(key))).toBe('contract_outcome_unknown');
    stage.weather({ contracting: 'up' });
    const { store } = stage.stack.deps;
    if (what === 'forgotten')
      await store.updateTable('letters').set({ sealed: null, key_id: null, wrapped_key: null }).execute();
    if (what === 'gone') await store.deleteFrom('letters').execute();
    const { id } = await stage.contractOf(stage.ask(key));
    await stage.arrived(id);
    expect(stage.out()[0]?.input.formData?.map(({ name }) => name)).toContain('Account 1');
  },
);

test('a contract that is refused leaves no letter behind', async () => {
  stage.weather({ rate: 'moved' });
  expect(await stage.codeOf(stage.ask())).toBe('rate_changed');
  expect(await stage.stack.deps.store.selectFrom('letters').selectAll().execute()).toEqual([]);
});

test('a signature is kept while nobody takes it, shown as what it is, and told as soon as somebody does', async () => {
  const id = await stage.begun();
  stage.weather({ contracting: 'down' });
  stage.answer('signed');
  await stage.follow();
  await stage.follow();
  const kept = await stage.see(id);
  expect([kept.status, kept.signing.you, kept.signing.letter?.status]).toEqual(['viewed', 'signed', 'signed']);
  expect(stage.theirs().envelope.signature).toBeUndefined();
  await expect(eraseContract(stage.stack.deps.store, id)).rejects.toThrow('has not been told');
  stage.weather({ contracting: 'up' });
  await stage.follow();
  expect(isSigned((await stage.see(id)).status)).toBe(true);
  expect(stage.theirs().envelope.signature?.at.toISOString()).toBe((await stage.letterRow()).signed_at);
});

test('a signature whose answer was lost is looked for before it is told again', async () => {
  const id = await stage.begun();
  let told = 0;
  stage.between.contracting = (real) => ({
    async recordExternalSignature(input) {
      told++;
      await real.recordExternalSignature(input);
      return lost();
    },
  });
  stage.answer('signed');
  await stage.follow();
  expect((await stage.letterRow()).owed).toBe('signature');
  await stage.follow();
  expect(told).toBe(1);
  expect((await stage.letterRow()).owed).toBeNull();
  expect(isSigned((await stage.see(id)).status)).toBe(true);
});

test('a signature that two processes hear of at once is one signature', async () => {
  const id = await stage.begun();
  stage.answer('signed');
  stage.later();
  await Promise.all([followLetters(stage.stack.deps), stage.see(id), stage.see(id)]);
  await stage.follow();
  const { signing, timeline } = await stage.see(id);
  expect(signing.you).toBe('signed');
  expect(timeline.filter(({ status }) => status === 'signed')).toHaveLength(1);
});

test('a contract that was withdrawn before its signature was told stays withdrawn, and nothing is owed', async () => {
  const id = await stage.begun();
  stage.answer('signed');
  stage.world.contracts.move(stage.theirs(), 'voided');
  await stage.follow();
  expect(await stage.see(id)).toMatchObject({
    status: 'voided',
    signing: { you: 'signed', letter: { status: 'signed' } },
  });
  expect((await stage.letterRow()).owed).toBeNull();
  expect(stage.stack.lines.join('')).toMatch(/letter_end_refused/);
});

test('a cancellation is told to who made the contract once it is back', async () => {
  const id = await stage.begun();
  stage.weather({ contracting: 'down' });
  const now = await stage.contractOf(stage.cancel(id));
  expect([now.status, now.signing.letter?.status]).toEqual(['sent', 'cancelled']);
  expect(stage.out()).toEqual([]);
  stage.weather({ contracting: 'up' });
  await stage.follow();
  expect([(await stage.see(id)).status, stage.theirs().status]).toEqual(['voided', 'voided']);
});

test('a price that runs out while nobody listens ends the contract once, as soon as somebody does', async () => {
  const id = await stage.begun();
  stage.weather({ contracting: 'down' });
  stage.later(Date.parse(stage.offer.expiresAt) - stage.stack.clock.now().getTime());
  await stage.follow();
  await stage.follow();
  stage.weather({ contracting: 'up' });
  await stage.follow();
  expect([(await stage.stored(id)).status, stage.theirs().status]).toEqual(['voided', 'voided']);
  expect((await stage.letterRow()).timeline.match(/expired/g)).toHaveLength(1);
});

test('a letter cannot be cancelled while its upstream does not answer, and says so', async () => {
  const id = await stage.begun();
  stage.weather({ agreements: 'down' });
  expect(await stage.codeOf(stage.cancel(id))).toBe('upstream_unavailable');
  expect(await stage.see(id)).toMatchObject({ status: 'sent', signing: { letter: { status: 'sent' } } });
  expect(stage.theirs().status).toBe('draft');
});

test('what is cancelled while it is being sent anew leaves nothing in any inbox', async () => {
  const id = await stage.begun();
  stage.weather({ agreements: 'down' });
  await stage.contractOf(stage.again(id, { email: 'office@trinity-bakery.example' }));
  stage.weather({ agreements: 'up' });
  stage.later();
  await stage.contractOf(stage.cancel(id));
  expect(stage.out()).toEqual([]);
});

test('a letter that was signed while it was about to be replaced is signed, and no other goes out', async () => {
  const id = await stage.begun();
  stage.answer('signed');
  await stage.contractOf(stage.again(id, { email: 'office@trinity-bakery.example' }));
  await stage.follow();
  expect((await stage.see(id)).signing).toMatchObject({ you: 'signed', letter: { status: 'signed' } });
  expect(stage.world.agreements.list()).toHaveLength(1);
  expect(isSigned(stage.theirs().status)).toBe(true);
});

test('a letter that was signed while it waited to be replaced, and was cancelled then, is signed', async () => {
  const id = await stage.begun();
  stage.weather({ agreements: 'down' });
  await stage.contractOf(stage.again(id, { email: 'office@trinity-bakery.example' }));
  stage.weather({ agreements: 'up' });
  stage.answer('signed');
  stage.later();
  await stage.contractOf(stage.cancel(id));
  expect((await stage.see(id)).signing.you).toBe('signed');
  expect(stage.theirs().envelope.signature?.agreementId).toBe(stage.out()[0]?.id);
});
