import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { returnEvents } from './ceremony-pages.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
});
afterEach(() => harness.close());

const minutes = 60_000;
const advanceClock = (ms: number) => {
  harness.clock.now = new Date(harness.clock.now.getTime() + ms);
};
const statusOf = (id: string) => harness.state.contracts.get(id)?.status;
const contractOf = (id: string) => {
  const contract = harness.state.contracts.get(id);
  if (!contract) throw new Error(id);
  return contract;
};

/** Opens a new signing link for a contract. @returns the path of its session */
const openLink = async (contractId: string, returnUrl?: string) => {
  const response = await harness.fetch(await harness.createSigningUrl(contractId, returnUrl));
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
};
const end = (session: string, form: Record<string, string>) =>
  harness.fetch(session, { method: 'POST', body: new URLSearchParams(form) });

test('opening the ceremony shows the contract and marks it as viewed', async () => {
  const { id } = await harness.createAnyContract();
  const page = await harness.fetch(await openLink(id));
  const text = await page.text();
  expect(text).toContain('Invented Bakery LLC');
  expect(text).toContain('Simulated DocuSign');
  expect(text).not.toContain('<script');
  expect(statusOf(id)).toBe('viewed');
});

test('the ceremony page escapes customer input', async () => {
  const [price] = await harness.prices();
  if (!price) throw new Error('no price');
  const customer = { legalName: '<img src=x onerror=alert(1)>', entityType: 'llc', taxId: '123456789' };
  const { contract } = await harness.createContract(harness.contractInput(price, { customer }));
  const text = await (await harness.fetch(await openLink(contract?.id ?? ''))).text();
  expect(text).not.toContain('<img');
});

test('a signing link works once, and a second visit shows a page with a link that returns ttl_expired', async () => {
  const { id } = await harness.createAnyContract();
  const url = await harness.createSigningUrl(id);
  expect((await harness.fetch(url)).status).toBe(303);
  const secondResponse = await harness.fetch(url);
  expect(secondResponse.status).toBe(410);
  expect(await secondResponse.text()).toContain('contract=1&#38;event=ttl_expired');
});

test('a signing link expires after five minutes, and a newer link for the same envelope works', async () => {
  const { id } = await harness.createAnyContract();
  const envelope = contractOf(id).envelope.id;
  const url = await harness.createSigningUrl(id);
  advanceClock(5 * minutes - 1);
  const inTime = await harness.createSigningUrl(id);
  advanceClock(1);
  const expiredPage = await harness.fetch(url);
  expect(expiredPage.status).toBe(410);
  expect(await expiredPage.text()).toContain('event=ttl_expired');
  expect((await harness.fetch(inTime)).status).toBe(303);
  expect(contractOf(id).envelope.id).toBe(envelope);
});

test('a signing session times out after twenty minutes without activity', async () => {
  const { id } = await harness.createAnyContract();
  const session = await openLink(id);
  for (const _ of [1, 2]) {
    advanceClock(19 * minutes);
    expect((await harness.fetch(session)).status).toBe(200);
  }
  advanceClock(21 * minutes);
  const idle = await end(session, { ending: 'signing_complete', name: 'Ada Sample' });
  expect(idle.status).toBe(410);
  expect(await idle.text()).toContain('event=session_timeout');
  expect(statusOf(id)).toBe('viewed');
});

test('responds with 404 to an unknown link or session', async () => {
  expect((await harness.fetch('/ceremony/links/guess')).status).toBe(404);
  expect((await harness.fetch('/ceremony/sessions/guess')).status).toBe(404);
});

test('signing redirects with event=signing_complete, and the supplier then accepts the contract', async () => {
  const { id } = await harness.createAnyContract();
  const response = await end(await openLink(id), { ending: 'signing_complete', name: 'Ada Sample' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('https://bff.example/signing/return?contract=1&event=signing_complete');
  await vi.waitFor(() => expect(statusOf(id)).toBe('accepted'));
  expect(contractOf(id).envelope.signature?.name).toBe('Ada Sample');
});

test('requires a name to sign', async () => {
  const { id } = await harness.createAnyContract();
  const response = await end(await openLink(id), { ending: 'signing_complete', name: '  ' });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain('Type your full name');
  expect(statusOf(id)).toBe('sent');
});

test('declining redirects with event=decline and keeps the reason out of the journal', async () => {
  const { id } = await harness.createAnyContract();
  const response = await end(await openLink(id), { ending: 'decline', reason: 'My cousin sells cheaper' });
  expect(response.headers.get('location')).toMatch(/event=decline$/);
  expect(contractOf(id)).toMatchObject({
    status: 'declined',
    reasons: [{ code: 'SIGNER_DECLINED', message: 'My cousin sells cheaper' }],
  });
  expect(contractOf(id).envelope.declineReason).toBe('My cousin sells cheaper');
  expect(JSON.stringify(harness.state.journal.entriesAfter(0))).not.toContain('cousin');
});

test.each(returnEvents.filter((event) => !['signing_complete', 'decline'].includes(event)))(
  'the ending %s ends a signing session and redirects with this event, and the contract can still be signed',
  async (event) => {
    const { id } = await harness.createAnyContract();
    const session = await openLink(id);
    await harness.fetch(session);
    const response = await end(session, { ending: event });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`https://bff.example/signing/return?contract=1&event=${event}`);
    expect(statusOf(id)).toBe('viewed');
    expect(await openLink(id)).toMatch(/^\/ceremony\/sessions\//);
  },
);

test('rejects an unknown value of `ending`, and keeps the signing session open', async () => {
  const { id } = await harness.createAnyContract();
  const session = await openLink(id);
  expect((await end(session, { ending: 'made_up' })).status).toBe(422);
  expect((await harness.fetch(session)).status).toBe(200);
});

test('a signing session that has ended cannot be ended again', async () => {
  const { id } = await harness.createAnyContract();
  const session = await openLink(id);
  await end(session, { ending: 'cancel' });
  expect((await end(session, { ending: 'signing_complete', name: 'Ada Sample' })).status).toBe(410);
  expect(statusOf(id)).toBe('sent');
});

test('after a signature in one of two open sessions, the other session redirects with event=viewing_complete', async () => {
  const { id } = await harness.createAnyContract();
  const [first, other] = [await openLink(id), await openLink(id)];
  await end(first, { ending: 'signing_complete', name: 'Ada Sample' });
  const second = await end(other, { ending: 'signing_complete', name: 'Ada Sample' });
  expect(second.headers.get('location')).toMatch(/event=viewing_complete$/);
});

test('in the scenario “declines”, a click on “Agree and sign” declines the contract', async () => {
  harness.state.scenario.update({ signer: 'declines' });
  const { id } = await harness.createAnyContract();
  const response = await end(await openLink(id), { ending: 'signing_complete', name: 'Ada Sample' });
  expect(response.headers.get('location')).toMatch(/event=decline$/);
  expect(statusOf(id)).toBe('declined');
});

test('a supplier’s rejection sets its reason on the contract and on the account', async () => {
  harness.state.scenario.update({ outcome: 'rejected', acceptance: 'immediate' });
  const { id } = await harness.createAnyContract();
  await end(await openLink(id), { ending: 'signing_complete', name: 'Ada Sample' });
  const reasons = [{ code: 'A76', message: 'Account not found' }];
  expect(contractOf(id)).toMatchObject({ status: 'rejected', reasons, accounts: [{ status: 'rejected', reasons }] });
});

test('in the scenario “immediate”, the supplier accepts a contract as soon as it is signed', async () => {
  harness.state.scenario.update({ acceptance: 'immediate' });
  const { id } = await harness.createAnyContract();
  await end(await openLink(id), { ending: 'signing_complete', name: 'Ada Sample' });
  expect(statusOf(id)).toBe('accepted');
});

test('the journal contains no secret ceremony URLs', async () => {
  const { id } = await harness.createAnyContract();
  const link = await harness.createSigningUrl(id);
  const session = (await harness.fetch(link)).headers.get('location') ?? '';
  await harness.fetch(`${session}/document`);
  const journal = JSON.stringify(harness.state.journal.entriesAfter(0));
  expect(journal).toContain('/ceremony/sessions/…');
  expect(journal).not.toContain(link.split('/').at(-1));
  expect(journal).not.toContain(session.split('/').at(-1));
});

test('only allowed frame ancestors can frame the ceremony', async () => {
  const { id } = await harness.createAnyContract();
  const directPage = await harness.fetch(await openLink(id));
  expect(directPage.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const { token } = harness.state.signingLinks.create({
    contractId: id,
    returnUrl: 'https://a.example/',
    frameAncestors: ['https://shop.example', 'https://broker.example'],
    presentation: 'popup',
  });
  const session = (await harness.fetch(`/ceremony/links/${token}`)).headers.get('location') ?? '';
  const framedPage = await harness.fetch(session);
  expect(framedPage.headers.get('content-security-policy')).toContain(
    'frame-ancestors https://shop.example https://broker.example',
  );
});
