import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseContract } from '../src/bff/commands/erase-contract.ts';
import { eraseLetter } from '../src/bff/commands/erase-letter.ts';
import { refreshContract } from '../src/bff/contracts/refresh.ts';
import { followLetters } from '../src/bff/letters/follow-letters.ts';
import { removeOld } from '../src/bff/payload/retention.ts';
import { type InboxStage, openInboxStage } from './inbox-stage.ts';
import { makeContract, openSession, say } from './stack.ts';

let stage: InboxStage;
beforeEach(async () => {
  stage = await openInboxStage();
});
afterEach(() => stage.stack.close());

const hour = 3_600_000;
/** How the upstream says the contract stands, learnt. */
const learn = async (id: string) => {
  await refreshContract(stage.stack.deps, id);
  return stage.see(id);
};

test('a contract is signed from an inbox and goes its way to the supplier', async () => {
  const first = await stage.contractOf(stage.ask());
  expect(first).toMatchObject({
    status: 'draft',
    signing: { you: 'waiting', others: 0, letter: { status: 'preparing', to: 'd…@trinity-bakery.example' } },
  });
  await stage.arrived(first.id);
  expect(stage.mails()[0]?.to).toBe('dana@trinity-bakery.example');
  expect((await stage.see(first.id)).status).toBe('sent');
  stage.answer('signed');
  await stage.follow();
  await expect.poll(async () => (await learn(first.id)).status).toBe('accepted');
  const { timeline, signing } = await stage.see(first.id);
  expect(timeline.map(({ status }) => status)).toEqual(
    expect.arrayContaining(['draft', 'sent', 'viewed', 'signed', 'accepted']),
  );
  expect(signing).toMatchObject({ you: 'signed', others: 0, letter: { status: 'signed', canCancel: false } });
  expect(stage.theirs().envelope.signature?.agreementId).toBe(stage.out()[0]?.id);
});

test('the site says how one signs, in words of its own; other sites go on as they were', async () => {
  expect((await openSession(stage.stack.app, 'pk_test_email')).site.signing.method).toBe('email');
  const { token, site } = await openSession(stage.stack.app);
  expect(site.signing.method).toBeUndefined();
  const { id, signing, status } = await makeContract(stage.stack.app, token);
  expect([status, signing]).toEqual(['sent', { you: 'waiting', others: 0 }]);
  for (const path of ['sendings', 'cancellation']) {
    const answer = say(stage.stack.app, `/v1/contracts/${id}/letter/${path}`, { body: {}, token });
    expect(await stage.codeOf(answer)).toBe('not_found');
  }
  expect(stage.out()).toEqual([]);
});

test('the paper states the rate that was shown, and all that is agreed to', async () => {
  await stage.contractOf(stage.ask());
  const { rate, supplier, product, termMonths, startMonth, expiresAt } = stage.offer;
  const stated = new Map(stage.out()[0]?.input.formData?.map(({ name, value }) => [name, value]));
  expect(Object.fromEntries(stated)).toMatchObject({
    Business: 'Trinity Bakery LLC',
    Signer: 'Dana Example, Owner',
    Supplier: supplier.name,
    Product: product.name,
    Rate: `$${rate.amount} per ${rate.unit}`,
    Term: `${termMonths} months from ${startMonth}`,
    'Sign by': expiresAt.replace(/\.\d+Z$/, '.000Z'),
    'Agreed to': stage.request.consent.text,
    'Account 1': '10443720012345678, 1200 Example Ave, Dallas, TX 75201',
  });
  expect(stage.theirs().input).toMatchObject({ signing: 'EXTERNAL', shownRate: rate });
});

test('a contract that is signed from an inbox opens no signing session', async () => {
  const id = await stage.begun();
  const body = { presentation: 'popup' };
  const answer = say(stage.stack.app, `/v1/contracts/${id}/signing-sessions`, { body, token: stage.token() });
  expect(await stage.codeOf(answer)).toBe('signing_not_possible');
});

test('a contract is signed as it was begun, whatever its site says by now', async () => {
  const id = await stage.begun();
  const { sites } = stage.stack.deps.partners;
  const site = sites.get('pk_test_email');
  if (!site) throw new Error('no site');
  const partners = {
    ...stage.stack.deps.partners,
    sites: new Map([...sites, [site.key, { ...site, signingMethod: 'session' as const }]]),
  };
  Object.assign(stage.stack.deps, { partners });
  expect((await stage.letterOf(id))?.status).toBe('sent');
  expect((await stage.contractOf(stage.cancel(id))).signing.letter?.status).toBe('cancelled');
});

test('nobody but the session that made the contract can send its letter again or take it back', async () => {
  const id = await stage.begun();
  const { token } = await openSession(stage.stack.app, 'pk_test_email');
  for (const path of ['sendings', 'cancellation']) {
    const answer = say(stage.stack.app, `/v1/contracts/${id}/letter/${path}`, { body: {}, token });
    expect(await stage.codeOf(answer)).toBe('not_found');
  }
  // Nor is it one of the letters that can be asked for by themselves.
  const { id: letter } = await stage.letterRow();
  expect(await stage.codeOf(say(stage.stack.app, `/v1/letters/${letter}`, { token: stage.token() }))).toBe('not_found');
  expect(stage.out()).toHaveLength(1);
});

test('a letter that bounced goes to the right address, and is signed there', async () => {
  stage.weather({ mail: 'bounces' });
  const { id } = await stage.contractOf(stage.ask());
  await expect.poll(() => stage.out()[0]?.status).toBe('bounced');
  await stage.follow();
  expect((await stage.letterOf(id))?.status).toBe('bounced');
  stage.weather({ mail: 'arrives' });
  const sent = await stage.contractOf(stage.again(id, { email: 'office@trinity-bakery.example' }));
  expect(sent.signing.letter).toMatchObject({ status: 'preparing', to: 'o…@trinity-bakery.example', sendingsLeft: 3 });
  await stage.arrived(id);
  expect(stage.mails().map(({ to }) => to)).toEqual(['office@trinity-bakery.example']);
  expect(stage.world.agreements.list().map(({ status }) => status)).toEqual(['sent', 'deleted']);
  stage.answer('signed');
  await stage.follow();
  expect((await stage.see(id)).signing.you).toBe('signed');
  expect(stage.theirs().envelope.signature?.agreementId).toBe(stage.out()[0]?.id);
});

test('a letter is sent again to the same address after a moment, to another at once, five times in all', async () => {
  const { id } = await stage.contractOf(stage.ask());
  await expect.poll(() => stage.mails().length).toBe(1);
  expect((await stage.letterOf(id))?.againFrom).toBeDefined();
  const early = await stage.again(id);
  expect(Number(early.headers.get('Retry-After'))).toBeGreaterThan(20);
  expect((await stage.problemOf(early)).code).toBe('rate_limited');
  await stage.contractOf(stage.again(id, { email: 'office@trinity-bakery.example' }));
  for (let sending = 3; sending <= 5; sending++) {
    await expect.poll(() => stage.mails().length).toBe(sending - 1);
    await stage.follow();
    await stage.contractOf(stage.again(id));
  }
  await expect.poll(() => stage.mails().length).toBe(5);
  await stage.follow();
  expect(await stage.letterOf(id)).toMatchObject({ status: 'sent', sendingsLeft: 0 });
  expect((await stage.letterOf(id))?.againFrom).toBeUndefined();
  expect(await stage.codeOf(stage.again(id))).toBe('rate_limited');
  expect(await stage.codeOf(stage.again(id, { email: 'desk@trinity-bakery.example' }))).toBe('rate_limited');
  expect(stage.out()).toHaveLength(1);
});

test('an address that is none is named, and nothing is sent', async () => {
  const id = await stage.begun();
  const { errors } = await stage.problemOf(stage.again(id, { email: 'office' }));
  expect(errors?.map(({ path }) => path)).toEqual(['/email']);
  expect(stage.world.agreements.list()).toHaveLength(1);
});

test('a letter that its upstream let run out can be sent again', async () => {
  const id = await stage.begun();
  stage.answer('expired');
  await stage.follow();
  expect(await stage.letterOf(id)).toMatchObject({ status: 'expired', canCancel: true });
  await stage.contractOf(stage.again(id));
  await expect.poll(() => stage.mails().length).toBe(2);
  await stage.follow();
  expect((await stage.letterOf(id))?.status).toBe('sent');
  expect(stage.theirs().status).toBe('draft');
});

test('whoever declines has bought nothing, and says why to nobody but the owner', async () => {
  const id = await stage.begun();
  stage.answer('declined', 'My cousin sells cheaper.');
  await stage.follow();
  const declined = await stage.see(id);
  expect(declined).toMatchObject({
    status: 'declined',
    reasons: [{ code: 'SIGNER_DECLINED', message: 'My cousin sells cheaper.' }],
    signing: { you: 'declined', letter: { status: 'declined', canCancel: false } },
  });
  expect(stage.theirs().status).toBe('voided');
  expect((await learn(id)).status).toBe('declined');
  const told = await stage.stack.deps.store.selectFrom('outbox_events').select('body').execute();
  expect(told.map(({ body }) => body).join()).not.toMatch(/cousin|Dana|trinity/);
});

test('a contract is cancelled with its letter, and can be signed no more', async () => {
  const id = await stage.begun();
  const cancelled = await stage.contractOf(stage.cancel(id));
  expect(cancelled).toMatchObject({ status: 'voided', signing: { letter: { status: 'cancelled', canCancel: false } } });
  expect([stage.out(), stage.theirs().status]).toEqual([[], 'voided']);
  expect(await stage.codeOf(stage.again(id))).toBe('letter_not_open');
  expect(await stage.codeOf(stage.cancel(id))).toBe('letter_not_open');
});

test('a contract that was signed while it was cancelled stays signed', async () => {
  const id = await stage.begun();
  stage.answer('signed');
  expect((await stage.contractOf(stage.cancel(id))).signing).toMatchObject({ you: 'signed' });
  expect(['signed', 'submitted', 'accepted']).toContain(stage.theirs().status);
});

test('a letter that was taken back at the upstream ends its contract', async () => {
  const id = await stage.begun();
  stage.out().forEach((one) => void stage.world.agreements.takeBack(one));
  await stage.follow();
  expect(await stage.see(id)).toMatchObject({ status: 'voided', signing: { letter: { status: 'cancelled' } } });
});

test('a previous letter that the upstream has forgotten is no hindrance', async () => {
  const id = await stage.begun();
  stage.world.agreements.clear();
  await stage.contractOf(stage.again(id));
  expect(stage.out()).toHaveLength(1);
  expect(stage.out()[0]?.input.formData?.map(({ name }) => name)).toContain('Rate');
});

test('a contract that the upstream withdraws has its letter taken back', async () => {
  const id = await stage.begun();
  stage.world.contracts.move(stage.theirs(), 'voided');
  await learn(id);
  // At once, not when its letter would have been looked at next.
  await followLetters(stage.stack.deps);
  expect(stage.out()).toEqual([]);
  expect(await stage.see(id)).toMatchObject({ status: 'voided', signing: { letter: { status: 'cancelled' } } });
});

test('when the price runs out nobody can sign it any more, and nothing is bought', async () => {
  const id = await stage.begun();
  stage.later(Date.parse(stage.offer.expiresAt) - stage.stack.clock.now().getTime());
  await stage.renew();
  expect(await stage.codeOf(stage.again(id))).toBe('letter_not_open');
  await stage.follow();
  expect(stage.out()).toEqual([]);
  expect(await stage.see(id)).toMatchObject({
    status: 'voided',
    signing: { letter: { status: 'expired', canCancel: false } },
  });
  expect((await stage.letterOf(id))?.againFrom).toBeUndefined();
  expect((await stage.letterRow()).sealed).toBeNull();
});

test('a letter nobody could get ends when its price runs out, too', async () => {
  stage.weather({ mail: 'bounces' });
  const { id } = await stage.contractOf(stage.ask());
  await expect.poll(() => stage.out()[0]?.status).toBe('bounced');
  await stage.follow();
  stage.later(Date.parse(stage.offer.expiresAt) - stage.stack.clock.now().getTime());
  await stage.renew();
  await stage.follow();
  expect((await stage.see(id)).status).toBe('voided');
});

test('what was signed in time counts, though it is heard of after the price ran out', async () => {
  const id = await stage.begun();
  stage.answer('signed');
  stage.later(48 * hour);
  await stage.follow();
  expect((await stage.stored(id)).signing.you).toBe('signed');
  expect(['signed', 'submitted', 'accepted']).toContain(stage.theirs().status);
});

test('what was signed too late binds nobody, and the customer is told why', async () => {
  const id = await stage.begun();
  stage.answer('signed');
  const late = new Date(Date.parse(stage.offer.expiresAt) + 1).toISOString();
  stage.between.letters = (real) => ({
    async get(which) {
      const told = await real.get(which);
      return told && { ...told, updatedAt: late };
    },
  });
  await stage.follow();
  expect(await stage.see(id)).toMatchObject({ status: 'expired', reasons: [{ code: 'rate_expired' }] });
  expect(stage.theirs().envelope.signature).toBeUndefined();
  expect(stage.stack.lines.join('')).toMatch(/letter_end_refused/);
  expect((await stage.letterRow()).owed).toBeNull();
});

test('what is heard late of a letter that was signed meanwhile changes nothing', async () => {
  const id = await stage.begun();
  let tell = () => {};
  const held = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let isAsked = false;
  stage.between.letters = (real) => ({
    async get(which) {
      const old = await real.get(which);
      isAsked = true;
      await held;
      return old && { ...old, status: 'declined' as const };
    },
  });
  stage.later();
  const slow = followLetters(stage.stack.deps);
  await expect.poll(() => isAsked).toBe(true);
  stage.between.letters = () => ({});
  stage.answer('signed');
  await stage.follow();
  tell();
  await slow;
  const { signing, status } = await learn(id);
  expect([signing.you, signing.letter?.status]).toEqual(['signed', 'signed']);
  expect(['signed', 'submitted', 'accepted']).toContain(status);
});

test('each step of the letter comes to who watches the contract', async () => {
  const { id, seq } = await stage.contractOf(stage.ask());
  const seqs: number[] = [];
  const stop = stage.stack.deps.live.subscribe(id, async () => {
    seqs.push((await stage.stack.deps.store.selectFrom('contracts').select('seq').executeTakeFirstOrThrow()).seq);
  });
  await stage.arrived(id);
  await expect.poll(() => seqs.at(-1)).toBeGreaterThan(seq);
  for (const happen of [
    async () => stage.answer('bounced'),
    () => stage.contractOf(stage.again(id, { email: 'office@trinity-bakery.example' })),
  ]) {
    const before = seqs.at(-1) ?? 0;
    await happen();
    await stage.follow();
    await expect.poll(() => seqs.at(-1)).toBeGreaterThan(before);
  }
  stop();
});

test('names, addresses and numbers are sealed while the letter is out, and gone once it is signed', async () => {
  const id = await stage.begun();
  const stored = async () => JSON.stringify(await stage.letterRow());
  expect(await stored()).not.toMatch(/Dana|Trinity|dana@|10443720/);
  expect((await stage.letterRow()).sealed).not.toBeNull();
  stage.answer('signed');
  await stage.follow();
  expect((await stage.letterRow()).sealed).toBeNull();
  expect(stage.stack.lines.join('')).not.toMatch(/Dana|Trinity|dana@|10443720/);
  expect((await stage.see(id)).signing.letter?.to).toBe('d…@trinity-bakery.example');
});

test('a contract is erased with its letter, but not while that is out', async () => {
  const id = await stage.begun();
  const { store } = stage.stack.deps;
  await expect(eraseContract(store, id)).rejects.toThrow('still out');
  const { id: letter } = await stage.letterRow();
  await stage.cancel(id);
  await expect(eraseLetter(store, letter)).rejects.toThrow(id);
  await eraseContract(store, id);
  expect(await stage.letterRow()).toMatchObject({ session_id: 'erased', recipient: '', accounts: '[]' });
});

test('a letter is forgotten ninety days after its last news, its signature first told', async () => {
  const id = await stage.begun();
  stage.answer('signed');
  stage.weather({ contracting: 'down' });
  await stage.follow();
  stage.later(91 * 24 * hour);
  await removeOld(stage.stack.deps);
  stage.weather({ contracting: 'up' });
  await stage.follow();
  expect(['signed', 'submitted', 'accepted']).toContain(stage.theirs().status);
  await removeOld(stage.stack.deps);
  expect(await stage.stack.deps.store.selectFrom('letters').selectAll().execute()).toEqual([]);
  expect((await stage.stored(id)).signing.letter).toBeUndefined();
});
