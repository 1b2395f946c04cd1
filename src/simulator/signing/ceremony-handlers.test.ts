import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStage, type Stage } from '../test-stage.ts';
import { returnEvents } from './return-events.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const minutes = 60_000;
const later = (ms: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + ms);
};
const statusOf = (id: string) => stage.world.contracts.get(id)?.status;
const contractOf = (id: string) => {
  const contract = stage.world.contracts.get(id);
  if (!contract) throw new Error(id);
  return contract;
};

/** Opens a new signing link of a contract; the path of the session behind it. */
const open = async (contractId: string, returnUrl?: string) => {
  const response = await stage.visit(await stage.signingUrl(contractId, returnUrl));
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
};
const end = (session: string, form: Record<string, string>) =>
  stage.visit(session, { method: 'POST', body: new URLSearchParams(form) });

test('opening the ceremony shows the contract and marks it viewed', async () => {
  const { id } = await stage.contract();
  const page = await stage.visit(await open(id));
  const text = await page.text();
  expect(text).toContain('Invented Bakery LLC');
  expect(text).toContain('Stand-in for DocuSign');
  expect(text).not.toContain('<script');
  expect(statusOf(id)).toBe('viewed');
});

test('what a customer typed is escaped', async () => {
  const [price] = await stage.prices();
  if (!price) throw new Error('no price');
  const customer = { legalName: '<img src=x onerror=alert(1)>', entityType: 'llc', taxId: '123456789' };
  const { contract } = await stage.create(stage.input(price, { customer }));
  const text = await (await stage.visit(await open(contract?.id ?? ''))).text();
  expect(text).not.toContain('<img');
});

test('a signing link opens once; the second time leads back with ttl_expired', async () => {
  const { id } = await stage.contract();
  const url = await stage.signingUrl(id);
  expect((await stage.visit(url)).status).toBe(303);
  const again = await stage.visit(url);
  expect(again.status).toBe(410);
  expect(await again.text()).toContain('contract=1&#38;event=ttl_expired');
});

test('a signing link lives five minutes, and a new one on the same envelope works', async () => {
  const { id } = await stage.contract();
  const envelope = contractOf(id).envelope.id;
  const url = await stage.signingUrl(id);
  later(5 * minutes - 1);
  const inTime = await stage.signingUrl(id);
  later(1);
  const late = await stage.visit(url);
  expect(late.status).toBe(410);
  expect(await late.text()).toContain('event=ttl_expired');
  expect((await stage.visit(inTime)).status).toBe(303);
  expect(contractOf(id).envelope.id).toBe(envelope);
});

test('a session idles out after twenty minutes, but not while it is used', async () => {
  const { id } = await stage.contract();
  const session = await open(id);
  for (const _ of [1, 2]) {
    later(19 * minutes);
    expect((await stage.visit(session)).status).toBe(200);
  }
  later(21 * minutes);
  const idle = await end(session, { ending: 'signing_complete', name: 'Ada Sample' });
  expect(idle.status).toBe(410);
  expect(await idle.text()).toContain('event=session_timeout');
  expect(statusOf(id)).toBe('viewed');
});

test('nobody else’s link or session can be guessed', async () => {
  expect((await stage.visit('/ceremony/links/guess')).status).toBe(404);
  expect((await stage.visit('/ceremony/sessions/guess')).status).toBe(404);
});

test('signing leads back with signing_complete and goes on to accepted by itself', async () => {
  const { id } = await stage.contract();
  const response = await end(await open(id), { ending: 'signing_complete', name: 'Ada Sample' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('https://bff.example/signing/return?contract=1&event=signing_complete');
  await vi.waitFor(() => expect(statusOf(id)).toBe('accepted'));
  expect(contractOf(id).envelope.signature?.name).toBe('Ada Sample');
});

test('signing without a name is not signing', async () => {
  const { id } = await stage.contract();
  const response = await end(await open(id), { ending: 'signing_complete', name: '  ' });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain('Type your full name');
  expect(statusOf(id)).toBe('sent');
});

test('declining leads back with decline, and the words are the reason, but not the journal’s', async () => {
  const { id } = await stage.contract();
  const response = await end(await open(id), { ending: 'decline', reason: 'My cousin sells cheaper' });
  expect(response.headers.get('location')).toMatch(/event=decline$/);
  expect(contractOf(id)).toMatchObject({
    status: 'declined',
    reasons: [{ code: 'SIGNER_DECLINED', message: 'My cousin sells cheaper' }],
  });
  expect(contractOf(id).envelope.declineReason).toBe('My cousin sells cheaper');
  expect(JSON.stringify(stage.world.journal.since(0))).not.toContain('cousin');
});

test.each(returnEvents.filter((event) => !['signing_complete', 'decline'].includes(event)))(
  'ending with %s leads back with it and leaves the contract signable',
  async (event) => {
    const { id } = await stage.contract();
    const session = await open(id);
    await stage.visit(session);
    const response = await end(session, { ending: event });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`https://bff.example/signing/return?contract=1&event=${event}`);
    expect(statusOf(id)).toBe('viewed');
    expect(await open(id)).toMatch(/^\/ceremony\/sessions\//);
  },
);

test('an unknown ending ends nothing', async () => {
  const { id } = await stage.contract();
  const session = await open(id);
  expect((await end(session, { ending: 'made_up' })).status).toBe(422);
  expect((await stage.visit(session)).status).toBe(200);
});

test('a session that has ended cannot be ended again', async () => {
  const { id } = await stage.contract();
  const session = await open(id);
  await end(session, { ending: 'cancel' });
  expect((await end(session, { ending: 'signing_complete', name: 'Ada Sample' })).status).toBe(410);
  expect(statusOf(id)).toBe('sent');
});

test('of two open sessions only one signs; the other has only viewed', async () => {
  const { id } = await stage.contract();
  const [one, other] = [await open(id), await open(id)];
  await end(one, { ending: 'signing_complete', name: 'Ada Sample' });
  const second = await end(other, { ending: 'signing_complete', name: 'Ada Sample' });
  expect(second.headers.get('location')).toMatch(/event=viewing_complete$/);
});

test('a signer set to decline declines by agreeing', async () => {
  stage.world.scenario.change({ signer: 'declines' });
  const { id } = await stage.contract();
  const response = await end(await open(id), { ending: 'signing_complete', name: 'Ada Sample' });
  expect(response.headers.get('location')).toMatch(/event=decline$/);
  expect(statusOf(id)).toBe('declined');
});

test('a supplier set to reject says why, on the contract and its account', async () => {
  stage.world.scenario.change({ outcome: 'rejected', acceptance: 'at_once' });
  const { id } = await stage.contract();
  await end(await open(id), { ending: 'signing_complete', name: 'Ada Sample' });
  const reasons = [{ code: 'A76', message: 'Account not found' }];
  expect(contractOf(id)).toMatchObject({ status: 'rejected', reasons, accounts: [{ status: 'rejected', reasons }] });
});

test('accepted at once needs no waiting', async () => {
  stage.world.scenario.change({ acceptance: 'at_once' });
  const { id } = await stage.contract();
  await end(await open(id), { ending: 'signing_complete', name: 'Ada Sample' });
  expect(statusOf(id)).toBe('accepted');
});

test('no secret address of the ceremony gets into the journal', async () => {
  const { id } = await stage.contract();
  const link = await stage.signingUrl(id);
  const session = (await stage.visit(link)).headers.get('location') ?? '';
  await stage.visit(`${session}/document`);
  const journal = JSON.stringify(stage.world.journal.since(0));
  expect(journal).toContain('/ceremony/sessions/…');
  expect(journal).not.toContain(link.split('/').at(-1));
  expect(journal).not.toContain(session.split('/').at(-1));
});

test('the ceremony may be framed by the ancestors that were named, and by no one otherwise', async () => {
  const { id } = await stage.contract();
  const alone = await stage.visit(await open(id));
  expect(alone.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const { token } = stage.world.signingLinks.mint({
    contractId: id,
    returnUrl: 'https://a.example/',
    frameAncestors: ['https://shop.example', 'https://broker.example'],
    presentation: 'popup',
  });
  const session = (await stage.visit(`/ceremony/links/${token}`)).headers.get('location') ?? '';
  const framed = await stage.visit(session);
  expect(framed.headers.get('content-security-policy')).toContain(
    'frame-ancestors https://shop.example https://broker.example',
  );
});
