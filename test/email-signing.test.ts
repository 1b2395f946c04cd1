import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseAuthorization, eraseContract } from '../src/bff/commands/erase.ts';
import { refreshContract } from '../src/bff/contracts/reconcile.ts';
import { readSignerAddress } from '../src/bff/encryption/signer-address.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { pollSignatureRequests } from '../src/bff/signature-requests/poll.ts';
import { LoaUnavailableError } from '../src/upstreams/ecostruxure-loa/transport.ts';
import { createResumeLink } from '../src/wire/resume-link.ts';
import { consentTextOf, createTestContract, openSession, pageOrigin, sendRequest } from './fixtures/bff.ts';
import { createEmailSigningHarness, type EmailSigningHarness } from './fixtures/email-signing.ts';

let harness: EmailSigningHarness;
beforeEach(async () => {
  harness = await createEmailSigningHarness();
});
afterEach(() => harness.bff.close());

const HOUR_MS = 3_600_000;
async function refreshAndFetch(id: string) {
  await refreshContract(harness.bff.appContext, id);
  return harness.fetchContract(id);
}

test('a contract is signed by email and reaches the supplier', async () => {
  const first = await harness.parseContract(harness.submitContract());
  expect(first).toMatchObject({
    status: 'draft',
    signing: { you: 'waiting', others: 0, signatureRequest: { status: 'preparing', to: 'd…@trinity-bakery.example' } },
  });
  await harness.waitUntilSent(first.id);
  expect(harness.sentEmails()[0]?.to).toBe('dana@trinity-bakery.example');
  expect((await harness.fetchContract(first.id)).status).toBe('sent');
  harness.setAgreementStatus('signed');
  await harness.poll();
  await expect.poll(async () => (await refreshAndFetch(first.id)).status).toBe('accepted');
  const { timeline, signing } = await harness.fetchContract(first.id);
  expect(timeline.map(({ status }) => status)).toEqual(
    expect.arrayContaining(['draft', 'sent', 'viewed', 'signed', 'accepted']),
  );
  expect(signing).toMatchObject({ you: 'signed', others: 0, signatureRequest: { status: 'signed', canCancel: false } });
  expect(harness.upstreamContract().envelope.signature?.agreementId).toBe(harness.openAgreements()[0]?.id);
});

test('only a site that signs by email has that method in its session, and its contracts have a signature request', async () => {
  expect((await openSession(harness.bff.app, 'pk_test_email')).site.signing.method).toBe('email');
  const { token, site } = await openSession(harness.bff.app);
  expect(site.signing.method).toBeUndefined();
  const { id, signing, status } = await createTestContract(harness.bff.app, token);
  expect([status, signing]).toEqual(['sent', { you: 'waiting', others: 0 }]);
  for (const path of ['resends', 'cancel']) {
    const response = sendRequest(harness.bff.app, `/v1/contracts/${id}/signature-request/${path}`, { body: {}, token });
    expect(await harness.parseProblemCode(response)).toBe('not_found');
  }
  expect(harness.openAgreements()).toEqual([]);
});

test('the document contains the rate that was shown and everything that the customer agreed to', async () => {
  await harness.parseContract(harness.submitContract());
  const { rate, supplier, product, termMonths, startMonth, expiresAt } = harness.offer;
  const formValues = new Map(harness.openAgreements()[0]?.input.formData?.map(({ name, value }) => [name, value]));
  expect(Object.fromEntries(formValues)).toMatchObject({
    Business: 'Trinity Bakery LLC',
    Signer: 'Dana Example, Owner',
    Supplier: supplier.name,
    Product: product.name,
    Rate: `$${rate.amount} per ${rate.unit}`,
    'Monthly fee': expect.stringMatching(/^\$\d/),
    'Early termination fee': expect.stringMatching(/^(None|\$\d.*)$/),
    Term: `${termMonths} months, starting ${startMonth}`,
    'Annual usage': expect.stringMatching(/^\d.* kWh$/),
    'Sign by': expiresAt.replace(/\.\d+Z$/, '.000Z'),
    'Agreed to': consentTextOf(harness.request),
    'Account 1': '10443720012345678, 1200 Example Ave, Dallas, TX 75201',
  });
  expect(harness.upstreamContract().input).toMatchObject({ signing: 'EXTERNAL', shownRate: rate });
});

test('rejects a signing session for a contract that is signed by email', async () => {
  const id = await harness.createSentContract();
  const body = { presentation: 'popup' };
  const response = sendRequest(harness.bff.app, `/v1/contracts/${id}/signing-sessions`, {
    body,
    token: harness.token(),
  });
  expect(await harness.parseProblemCode(response)).toBe('signing_not_possible');
});

test("a contract keeps its signing method when the site's setting changes", async () => {
  const id = await harness.createSentContract();
  const { sites } = harness.bff.appContext.partners;
  const site = sites.get('pk_test_email');
  if (!site) throw new Error('no site');
  const partners = {
    ...harness.bff.appContext.partners,
    sites: new Map([...sites, [site.key, { ...site, signingMethod: 'session' as const }]]),
  };
  Object.assign(harness.bff.appContext, { partners });
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('sent');
  expect((await harness.parseContract(harness.cancel(id))).signing.signatureRequest?.status).toBe('cancelled');
});

test('only the session that created the contract can resend or cancel its signature request', async () => {
  const id = await harness.createSentContract();
  const { token } = await openSession(harness.bff.app, 'pk_test_email');
  for (const path of ['resends', 'cancel']) {
    const response = sendRequest(harness.bff.app, `/v1/contracts/${id}/signature-request/${path}`, { body: {}, token });
    expect(await harness.parseProblemCode(response)).toBe('not_found');
  }
  // The signature request cannot be read as an authorization either.
  const { id: signatureRequestId } = await harness.signatureRequestRow();
  expect(
    await harness.parseProblemCode(
      sendRequest(harness.bff.app, `/v1/authorizations/${signatureRequestId}`, { token: harness.token() }),
    ),
  ).toBe('not_found');
  expect(harness.openAgreements()).toHaveLength(1);
});

test('a bounced signature request is resent to the corrected address and can then be signed', async () => {
  harness.updateScenario({ mail: 'bounced' });
  const { id } = await harness.parseContract(harness.submitContract());
  await expect.poll(() => harness.openAgreements()[0]?.status).toBe('bounced');
  await harness.poll();
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('bounced');
  harness.updateScenario({ mail: 'delivered' });
  const sent = await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  expect(sent.signing.signatureRequest).toMatchObject({
    status: 'preparing',
    to: 'o…@trinity-bakery.example',
    resendsLeft: 3,
  });
  await harness.waitUntilSent(id);
  expect(harness.sentEmails().map(({ to }) => to)).toEqual(['office@trinity-bakery.example']);
  expect(harness.state.agreements.list().map(({ status }) => status)).toEqual(['sent', 'deleted']);
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.fetchContract(id)).signing.you).toBe('signed');
  expect(harness.upstreamContract().envelope.signature?.agreementId).toBe(harness.openAgreements()[0]?.id);
});

test('after a resend to a corrected address, the contract and its links belong to that address', async () => {
  const { appContext } = harness.bff;
  harness.updateScenario({ mail: 'bounced' });
  const { id } = await harness.parseContract(harness.submitContract());
  await expect.poll(() => harness.openAgreements()[0]?.status).toBe('bounced');
  await harness.poll();
  const link = await sendRequest(harness.bff.app, `/v1/contracts/${id}/resume-links`, {
    body: { returnTo: `${pageOrigin}/` },
    token: harness.token(),
  });
  const resume = new URL(createResumeLink.response.parse(await link.json()).url).hash.replace('#shopper-resume=', '');
  const office = { ...harness.request.signer, email: 'office@trinity-bakery.example' };
  await harness.parseContract(harness.resend(id, { email: office.email }));
  expect(await readSignerAddress(appContext.store, appContext.payloadKeys, id)).toBe(office.email);
  const openOld = { siteKey: 'pk_test_email', resume };
  expect((await sendRequest(harness.bff.app, '/v1/sessions', { body: openOld })).status).toBe(410);

  // Another session is recognized by the corrected address, and not by the earlier one.
  const { token } = await openSession(harness.bff.app, 'pk_test_email');
  const submit = async (signer: typeof office) => {
    const body = { ...harness.request, signer };
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    return sendRequest(harness.bff.app, '/v1/contracts', { body, token, headers });
  };
  expect((await submit(office)).status).toBe(409);
  expect((await submit(harness.request.signer)).status).toBe(201);
});

test('only a resend to the same address has to wait, and a signature request can be sent five times at most', async () => {
  const { id } = await harness.parseContract(harness.submitContract());
  await expect.poll(() => harness.sentEmails().length).toBe(1);
  expect((await harness.fetchSignatureRequest(id))?.resendAfter).toBeDefined();
  const earlyResend = await harness.resend(id);
  expect(Number(earlyResend.headers.get('Retry-After'))).toBeGreaterThan(20);
  expect((await harness.parseProblem(earlyResend)).code).toBe('rate_limited');
  await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
  for (let sending = 3; sending <= 5; sending++) {
    await expect.poll(() => harness.sentEmails().length).toBe(sending - 1);
    await harness.poll();
    await harness.parseContract(harness.resend(id));
  }
  await expect.poll(() => harness.sentEmails().length).toBe(5);
  await harness.poll();
  expect(await harness.fetchSignatureRequest(id)).toMatchObject({ status: 'sent', resendsLeft: 0 });
  expect((await harness.fetchSignatureRequest(id))?.resendAfter).toBeUndefined();
  expect(await harness.parseProblemCode(harness.resend(id))).toBe('rate_limited');
  expect(await harness.parseProblemCode(harness.resend(id, { email: 'desk@trinity-bakery.example' }))).toBe(
    'rate_limited',
  );
  expect(harness.openAgreements()).toHaveLength(1);
});

test('reports the field if a resend has an invalid email address, and sends nothing', async () => {
  const id = await harness.createSentContract();
  const { errors } = await harness.parseProblem(harness.resend(id, { email: 'office' }));
  expect(errors?.map(({ path }) => path)).toEqual(['/email']);
  expect(harness.state.agreements.list()).toHaveLength(1);
});

test('a signature request that expired at the upstream can be resent', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('expired');
  await harness.poll();
  expect(await harness.fetchSignatureRequest(id)).toMatchObject({ status: 'expired', canCancel: true });
  await harness.parseContract(harness.resend(id));
  await expect.poll(() => harness.sentEmails().length).toBe(2);
  await harness.poll();
  expect((await harness.fetchSignatureRequest(id))?.status).toBe('sent');
  expect(harness.upstreamContract().status).toBe('draft');
});

test("declining ends the contract, and only the contract's session sees the reason", async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('declined', 'My cousin sells cheaper.');
  await harness.poll();
  const declined = await harness.fetchContract(id);
  expect(declined).toMatchObject({
    status: 'declined',
    reasons: [{ code: 'SIGNER_DECLINED', message: 'My cousin sells cheaper.' }],
    signing: { you: 'declined', signatureRequest: { status: 'declined', canCancel: false } },
  });
  expect(harness.upstreamContract().status).toBe('voided');
  expect((await refreshAndFetch(id)).status).toBe('declined');
  const result = await harness.bff.appContext.store.selectFrom('outbox_events').select('body').execute();
  expect(result.map(({ body }) => body).join()).not.toMatch(/cousin|Dana|trinity/);
});

test('canceling a signature request also cancels its contract, and the request can then no longer be resent', async () => {
  const id = await harness.createSentContract();
  const cancelled = await harness.parseContract(harness.cancel(id));
  expect(cancelled).toMatchObject({
    status: 'voided',
    signing: { signatureRequest: { status: 'cancelled', canCancel: false } },
  });
  expect([harness.openAgreements(), harness.upstreamContract().status]).toEqual([[], 'voided']);
  expect(await harness.parseProblemCode(harness.resend(id))).toBe('signature_request_closed');
  expect(await harness.parseProblemCode(harness.cancel(id))).toBe('signature_request_closed');
});

test('a contract that was signed before it could be canceled stays signed', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('signed');
  expect((await harness.parseContract(harness.cancel(id))).signing).toMatchObject({ you: 'signed' });
  expect(['signed', 'submitted', 'accepted']).toContain(harness.upstreamContract().status);
});

test('a signature request that was deleted at the upstream ends its contract', async () => {
  const id = await harness.createSentContract();
  harness.openAgreements().forEach((one) => void harness.state.agreements.delete(one));
  await harness.poll();
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'voided',
    signing: { signatureRequest: { status: 'cancelled' } },
  });
});

test('a signature request can be resent even if the upstream no longer has the previous agreement', async () => {
  const id = await harness.createSentContract();
  harness.state.agreements.clear();
  await harness.parseContract(harness.resend(id));
  expect(harness.openAgreements()).toHaveLength(1);
  expect(harness.openAgreements()[0]?.input.formData?.map(({ name }) => name)).toContain('Rate');
});

test('when the upstream voids a contract, its signature request is canceled', async () => {
  const id = await harness.createSentContract();
  harness.state.contracts.setStatus(harness.upstreamContract(), 'voided');
  await refreshAndFetch(id);
  // The request is due immediately, so the clock does not have to advance before the poll.
  await pollSignatureRequests(harness.bff.appContext);
  expect(harness.openAgreements()).toEqual([]);
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'voided',
    signing: { signatureRequest: { status: 'cancelled' } },
  });
});

test('a hold lasts until My Service Cloud ends it, even if the signer opens the email in the meantime', async () => {
  const id = await harness.createSentContract();
  const upstream = harness.upstreamContract();
  const report = async (status: 'on_hold' | 'draft'): Promise<void> => {
    harness.state.contracts.setStatus(upstream, status);
    harness.advanceClock();
    await refreshContract(harness.bff.appContext, id);
  };
  await report('on_hold');
  expect((await harness.fetchContract(id)).status).toBe('on_hold');
  const [agreement] = harness.openAgreements();
  if (!agreement) throw new Error('no agreement');
  harness.state.agreements.setStatus(agreement, 'viewed');
  await harness.poll();
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'on_hold',
    signing: { signatureRequest: { status: 'viewed' } },
  });
  await report('draft');
  expect((await harness.fetchContract(id)).status).toBe('viewed');
});

test('after the price expires, the contract ends and can no longer be signed', async () => {
  const id = await harness.createSentContract();
  harness.advanceClock(Date.parse(harness.offer.expiresAt) - harness.bff.clock.now().getTime());
  await harness.renewSession();
  expect(await harness.parseProblemCode(harness.resend(id))).toBe('signature_request_closed');
  await harness.poll();
  expect(harness.openAgreements()).toEqual([]);
  expect(await harness.fetchContract(id)).toMatchObject({
    status: 'voided',
    signing: { signatureRequest: { status: 'expired', canCancel: false } },
  });
  expect((await harness.fetchSignatureRequest(id))?.resendAfter).toBeUndefined();
  expect((await harness.signatureRequestRow()).sealed).toBeNull();
});

test('if the agreement cannot be deleted when the price expires, the next attempt follows soon', async () => {
  const id = await harness.createSentContract();
  harness.overrides.agreements = () => ({ remove: () => Promise.reject(new LoaUnavailableError('remove', 'timeout')) });
  harness.advanceClock(Date.parse(harness.offer.expiresAt) - harness.bff.clock.now().getTime());
  await harness.renewSession();
  await harness.poll();
  expect(harness.openAgreements()).toHaveLength(1);
  const { check_after: checkAfter } = await harness.signatureRequestRow();
  expect(Date.parse(checkAfter) - harness.bff.clock.now().getTime()).toBeLessThanOrEqual(20_000);
  harness.overrides.agreements = () => ({});
  await harness.poll();
  expect(harness.openAgreements()).toEqual([]);
  expect((await harness.fetchContract(id)).status).toBe('voided');
});

test('a server whose clock is ahead of the upstream does not end a contract because of its price', async () => {
  const id = await harness.createSentContract();
  const realTime = harness.bff.clock.now();
  harness.overrides.agreements = () => ({ serverTime: () => Promise.resolve(realTime) });
  harness.advanceClock(Date.parse(harness.offer.expiresAt) - realTime.getTime());
  await harness.renewSession();
  await harness.poll();
  expect(harness.openAgreements()).toHaveLength(1);
  expect((await harness.fetchContract(id)).status).toBe('sent');
  expect(harness.bff.logLines.join('')).toContain('clock_ahead');
  harness.setAgreementStatus('signed');
  harness.advanceClock(HOUR_MS);
  await harness.poll();
  expect((await harness.fetchStoredContract(id)).signing.you).toBe('signed');
});

test('a bounce is no reason to end a contract while the server’s clock is ahead of the upstream', async () => {
  const id = await harness.createSentContract();
  const realTime = harness.bff.clock.now();
  harness.overrides.agreements = () => ({ serverTime: () => Promise.resolve(realTime) });
  harness.setAgreementStatus('bounced');
  harness.advanceClock(Date.parse(harness.offer.expiresAt) - realTime.getTime());
  await harness.renewSession();
  await harness.poll();
  await harness.poll();
  expect(await harness.fetchContract(id)).toMatchObject({ signing: { signatureRequest: { status: 'bounced' } } });
  expect(harness.upstreamContract().status).toBe('draft');
});

test('a contract ends when its price expires even if its signature request has bounced', async () => {
  harness.updateScenario({ mail: 'bounced' });
  const { id } = await harness.parseContract(harness.submitContract());
  await expect.poll(() => harness.openAgreements()[0]?.status).toBe('bounced');
  await harness.poll();
  harness.advanceClock(Date.parse(harness.offer.expiresAt) - harness.bff.clock.now().getTime());
  await harness.renewSession();
  await harness.poll();
  expect((await harness.fetchContract(id)).status).toBe('voided');
});

test('an on-time signature counts even if it is detected after the price expired', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('signed');
  harness.advanceClock(48 * HOUR_MS);
  await harness.poll();
  expect((await harness.fetchStoredContract(id)).signing.you).toBe('signed');
  expect(['signed', 'submitted', 'accepted']).toContain(harness.upstreamContract().status);
});

test('a signature after the price expired is not binding, and the customer sees why', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('signed');
  const afterExpiry = new Date(Date.parse(harness.offer.expiresAt) + 1).toISOString();
  harness.overrides.agreements = (real) => ({
    async get(...which) {
      const result = await real.get(...which);
      return result && { ...result, updatedAt: afterExpiry };
    },
  });
  await harness.poll();
  expect(await harness.fetchContract(id)).toMatchObject({ status: 'expired', reasons: [{ code: 'rate_expired' }] });
  expect(harness.upstreamContract().envelope.signature).toBeUndefined();
  expect(harness.bff.logLines.join('')).toMatch(/signature_sync_rejected/);
  expect((await harness.signatureRequestRow()).owed).toBeNull();
});

test('ignores a late status update for a signature request that has since been signed', async () => {
  const id = await harness.createSentContract();
  let release = () => {};
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isRequested = false;
  harness.overrides.agreements = (real) => ({
    async get(...which) {
      const old = await real.get(...which);
      isRequested = true;
      await blocked;
      return old && { ...old, status: 'declined' as const };
    },
  });
  harness.advanceClock();
  const slow = pollSignatureRequests(harness.bff.appContext);
  await expect.poll(() => isRequested).toBe(true);
  harness.overrides.agreements = () => ({});
  harness.setAgreementStatus('signed');
  await harness.poll();
  release();
  await slow;
  const { signing, status } = await refreshAndFetch(id);
  expect([signing.you, signing.signatureRequest?.status]).toEqual(['signed', 'signed']);
  expect(['signed', 'submitted', 'accepted']).toContain(status);
});

test('subscribers to a contract are notified when its signature request is sent, bounces or is resent', async () => {
  const { id, seq } = await harness.parseContract(harness.submitContract());
  const seqs: number[] = [];
  const stop = harness.bff.appContext.contractEvents.subscribe(id, async () => {
    seqs.push((await harness.bff.appContext.store.selectFrom('contracts').select('seq').executeTakeFirstOrThrow()).seq);
  });
  await harness.waitUntilSent(id);
  await expect.poll(() => seqs.at(-1)).toBeGreaterThan(seq);
  for (const change of [
    async () => harness.setAgreementStatus('bounced'),
    () => harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' })),
  ]) {
    const before = seqs.at(-1) ?? 0;
    await change();
    await harness.poll();
    await expect.poll(() => seqs.at(-1)).toBeGreaterThan(before);
  }
  stop();
});

test('names, addresses and numbers are encrypted while the signature request is open, and deleted once it is signed', async () => {
  const id = await harness.createSentContract();
  const stored = async () => JSON.stringify(await harness.signatureRequestRow());
  expect(await stored()).not.toMatch(/Dana|Trinity|dana@|10443720/);
  expect((await harness.signatureRequestRow()).sealed).not.toBeNull();
  harness.setAgreementStatus('signed');
  await harness.poll();
  expect((await harness.signatureRequestRow()).sealed).toBeNull();
  expect(harness.bff.logLines.join('')).not.toMatch(/Dana|Trinity|dana@|10443720/);
  expect((await harness.fetchContract(id)).signing.signatureRequest?.to).toBe('d…@trinity-bakery.example');
});

test('erasing a contract also erases its signature request, but fails while the request is open', async () => {
  const id = await harness.createSentContract();
  const { store } = harness.bff.appContext;
  await expect(eraseContract(store, id)).rejects.toThrow('still awaiting a signature');
  const { id: signatureRequestId } = await harness.signatureRequestRow();
  await harness.cancel(id);
  await expect(eraseAuthorization(store, signatureRequestId)).rejects.toThrow(id);
  await eraseContract(store, id);
  expect(await harness.signatureRequestRow()).toMatchObject({ session_id: 'erased', recipient: '', accounts: '[]' });
});

test('a signature request is deleted after ninety days, but not before its outcome has been reported', async () => {
  const id = await harness.createSentContract();
  harness.setAgreementStatus('signed');
  harness.updateScenario({ contracting: 'down' });
  await harness.poll();
  harness.advanceClock(91 * 24 * HOUR_MS);
  await deleteExpired(harness.bff.appContext);
  harness.updateScenario({ contracting: 'up' });
  await harness.poll();
  expect(['signed', 'submitted', 'accepted']).toContain(harness.upstreamContract().status);
  await deleteExpired(harness.bff.appContext);
  expect(await harness.bff.appContext.store.selectFrom('letters').selectAll().execute()).toEqual([]);
  expect((await harness.fetchStoredContract(id)).signing.signatureRequest).toBeUndefined();
});
