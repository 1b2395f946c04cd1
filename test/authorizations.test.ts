import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseAuthorization } from '../src/bff/commands/erase.ts';
import { readPayloadKeys } from '../src/bff/encryption/envelope-encryption.ts';
import { deriveKeys } from '../src/bff/encryption/server-keys.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { decryptPayload, rewrapSignatureRequests } from '../src/bff/signature-requests/payload.ts';
import { pollSignatureRequests } from '../src/bff/signature-requests/poll.ts';
import type { LoaAgreements, LoaClient } from '../src/upstreams/ecostruxure-loa/client.ts';
import { LoaUnavailableError } from '../src/upstreams/ecostruxure-loa/transport.ts';
import { type Authorization, authorization } from '../src/wire/authorization.ts';
import { problem } from '../src/wire/problem.ts';
import { bffSecret, createTestBff, openSession, pageOrigin, sendRequest, type TestBff } from './fixtures/bff.ts';

/** Overrides methods of the upstream client, for example to lose a response. */
let agreementOverrides: (real: LoaAgreements) => Partial<LoaAgreements> = () => ({});
const wrapLoaClient = (client: LoaClient): LoaClient => ({
  forCustomer(customer) {
    const real = client.forCustomer(customer);
    return { ...real, ...agreementOverrides(real) };
  },
});

let bff: TestBff;
let token: string;
beforeEach(async () => {
  agreementOverrides = () => ({});
  bff = await createTestBff({ wrapLoaClient });
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const request = {
  commodity: 'electric',
  utility: 'ONCOR',
  customer: { legalName: 'Example Trading House LLC' },
  signer: { name: 'Dana Example', email: 'dana@example-trading.example' },
  accounts: [{ identifier: '10443720001234567' }],
};
const submit = (body: object = request, key = crypto.randomUUID(), as = token) =>
  sendRequest(bff.app, '/v1/authorizations', { body, token: as, headers: { 'Idempotency-Key': key } });
const parseAuthorization = async (response: Response | Promise<Response>): Promise<Authorization> =>
  authorization.parse(await (await response).json());
const parseProblemCode = async (response: Response | Promise<Response>) =>
  problem.parse(await (await response).json()).code;
const fetchAuthorization = (id: string) =>
  parseAuthorization(sendRequest(bff.app, `/v1/authorizations/${id}`, { token }));
const resend = (id: string, body: object = {}) =>
  sendRequest(bff.app, `/v1/authorizations/${id}/resends`, { body, token });
const cancel = (id: string) => sendRequest(bff.app, `/v1/authorizations/${id}/cancel`, { body: {}, token });

const agreements = () => bff.simulator.state.agreements.list();
const openAgreements = () => agreements().filter(({ status }) => status !== 'deleted');
const sentEmails = () => bff.simulator.state.mailbox.list();
/** Advances the clock, by ten minutes by default. */
function advanceClock(ms = 600_000) {
  const now = bff.clock.now().getTime() + ms;
  bff.clock.now = () => new Date(now);
}
function poll() {
  advanceClock();
  return pollSignatureRequests(bff.appContext);
}
async function waitUntilSent(id: string) {
  await expect.poll(() => sentEmails().length).toBeGreaterThan(0);
  await poll();
  expect((await fetchAuthorization(id)).status).toBe('sent');
}
function sign(at = 0) {
  const agreement = openAgreements()[at];
  if (!agreement) throw new Error('no authorization');
  bff.simulator.state.agreements.setStatus(agreement, 'signed');
}

test('events of an authorization have increasing seq values even if the clock was ahead', async () => {
  advanceClock();
  ({ token } = await openSession(bff.app));
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  advanceClock(-15 * 60_000);
  expect((await cancel(id)).status).toBe(200);
  const rows = await bff.appContext.store.selectFrom('outbox_events').select('body').execute();
  const events = rows.map(({ body }) => JSON.parse(body).data).sort((a, b) => a.seq - b.seq);
  expect(events.map(({ status }) => status)).toEqual(['sent', 'cancelled']);
});

test('an authorization is emailed and signed, and the notification to the broker has no personal data', async () => {
  const response = await submit();
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const first = await parseAuthorization(response);
  expect(first).toMatchObject({ status: 'preparing', to: 'd…@example-trading.example', accounts: [{ last4: '4567' }] });
  await waitUntilSent(first.id);
  expect(sentEmails()[0]?.to).toBe('dana@example-trading.example');
  sign();
  await poll();
  const signed = await fetchAuthorization(first.id);
  expect(signed.timeline.map(({ status }) => status)).toEqual(['preparing', 'sent', 'signed']);

  const events = await bff.appContext.store.selectFrom('outbox_events').select('body').orderBy('created_at').execute();
  expect(events.map(({ body }) => JSON.parse(body).data.status)).toEqual(['sent', 'signed']);
  expect(events.map(({ body }) => body).join()).not.toMatch(/Dana|Trading|4567|example-trading/);
});

test('the agreement contains the business, the broker, the utility, the commodity and the accounts', async () => {
  await parseAuthorization(submit());
  expect(agreements()[0]?.input.formData).toEqual([
    { name: 'Business', value: 'Example Trading House LLC' },
    { name: 'Broker', value: 'Lonestar Energy Advisors' },
    { name: 'Utility', value: 'ONCOR' },
    { name: 'Energy', value: 'electric' },
    { name: 'Account 1', value: '10443720001234567' },
  ]);
});

test('five simultaneous requests, some with the same key, create one authorization', async () => {
  const key = crypto.randomUUID();
  const authorizations = await Promise.all(
    [1, 2, 3, 4, 5].map((n) => parseAuthorization(submit(request, n < 3 ? key : undefined))),
  );
  expect(new Set(authorizations.map(({ id }) => id)).size).toBe(1);
  await poll();
  expect(agreements()).toHaveLength(1);
});

test("a repeated request finds its authorization after the server's secret has changed", async () => {
  const key = crypto.randomUUID();
  const first = await parseAuthorization(submit(request, key));
  Object.assign(bff.appContext, { keys: deriveKeys('another secret of the tests, as long as that one', bffSecret) });
  expect((await parseAuthorization(submit(request, key))).id).toBe(first.id);
  expect((await parseAuthorization(submit())).id).toBe(first.id);
  expect(agreements()).toHaveLength(1);
});

test('rejects a different request with the same key', async () => {
  const key = crypto.randomUUID();
  await submit(request, key);
  expect(await parseProblemCode(submit({ ...request, utility: 'CENTERPOINT' }, key))).toBe('idempotency_key_reused');
});

test('an authorization whose response was lost is found by our reference and not sent again', async () => {
  agreementOverrides = (real) => ({
    async create(agreement) {
      await real.create(agreement);
      throw new LoaUnavailableError('create', 'timeout');
    },
  });
  const { id, status } = await parseAuthorization(submit());
  expect(status).toBe('preparing');
  agreementOverrides = () => ({});
  await waitUntilSent(id);
  expect(agreements()).toHaveLength(1);
  expect(sentEmails()).toHaveLength(1);
});

test('an authorization that did not reach the upstream is created when the upstream is available again, without customer action', async () => {
  bff.simulator.state.scenario.update({ agreements: 'down' });
  const { id } = await parseAuthorization(submit());
  expect(agreements()).toEqual([]);
  await poll();
  bff.simulator.state.scenario.update({ agreements: 'up' });
  await poll();
  await waitUntilSent(id);
  expect(agreements()).toHaveLength(1);
});

test('the polling job does not create an authorization that a request is still creating', async () => {
  let release = () => {};
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  let calls = 0;
  agreementOverrides = (real) => ({
    async create(agreement) {
      calls++;
      await blocked;
      return real.create(agreement);
    },
  });
  const first = submit();
  await expect.poll(() => calls).toBe(1);
  // Ten seconds later the job runs while the first request is still in progress.
  advanceClock(10_000);
  await pollSignatureRequests(bff.appContext);
  release();
  await first;
  expect([calls, agreements().length]).toEqual([1, 1]);
});

test('an authorization that the upstream rejects becomes failed, and the rejection is logged', async () => {
  agreementOverrides = (real) => ({ create: (agreement) => real.create({ ...agreement, templateId: 'none' }) });
  const { status } = await parseAuthorization(submit());
  expect(status).toBe('failed');
  expect(bff.logLines.join('')).toMatch(/signature_request_rejected/);
  expect(bff.logLines.join('')).not.toMatch(/Dana|example-trading/);
});

test('a bounced authorization is resent to the corrected address, and the previous agreement is canceled', async () => {
  bff.simulator.state.scenario.update({ mail: 'bounced' });
  const { id } = await parseAuthorization(submit());
  await expect.poll(() => agreements()[0]?.status).toBe('bounced');
  await poll();
  expect((await fetchAuthorization(id)).status).toBe('bounced');
  bff.simulator.state.scenario.update({ mail: 'delivered' });
  const sent = await parseAuthorization(resend(id, { email: 'office@example-trading.example' }));
  expect(sent).toMatchObject({ status: 'preparing', to: 'o…@example-trading.example' });
  await waitUntilSent(id);
  expect(sentEmails().map(({ to }) => to)).toEqual(['office@example-trading.example']);
  expect(agreements().map(({ status }) => status)).toEqual(['sent', 'deleted']);
  const journalEntries = bff.simulator.state.journal.entriesAfter(0).map(({ summary }) => summary);
  expect(journalEntries.filter((line) => line.endsWith('created from a previous one'))).toHaveLength(1);
  expect((await fetchAuthorization(id)).timeline.map(({ status }) => status)).toEqual([
    'preparing',
    'bounced',
    'preparing',
    'sent',
  ]);
});

test('an interrupted resend does not leave two open authorizations', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  // The upstream fails after the resend has been stored.
  agreementOverrides = () => ({
    remove: () => Promise.reject(new LoaUnavailableError('remove', 'network')),
  });
  expect((await parseAuthorization(resend(id))).status).toBe('preparing');
  agreementOverrides = () => ({});
  advanceClock();
  await poll();
  expect(openAgreements()).toHaveLength(1);
  expect(agreements()).toHaveLength(2);
});

test('an authorization can be resent even if the upstream no longer has the previous agreement', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  bff.simulator.state.agreements.clear();
  await parseAuthorization(resend(id));
  expect(openAgreements()).toHaveLength(1);
  expect(openAgreements()[0]?.input.formData).toHaveLength(5);
});

test('an authorization can be resent only a limited number of times', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  for (let sending = 2; sending <= 5; sending++) {
    await parseAuthorization(resend(id));
    await expect.poll(() => sentEmails().length).toBe(sending);
    await poll();
  }
  expect(await parseProblemCode(resend(id))).toBe('rate_limited');
});

test('an open authorization can be canceled, and then can no longer be resent', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  expect((await parseAuthorization(cancel(id))).status).toBe('cancelled');
  expect(openAgreements()).toEqual([]);
  expect(await parseProblemCode(resend(id))).toBe('signature_request_closed');
  expect(await parseProblemCode(cancel(id))).toBe('signature_request_closed');
});

test('an authorization that was signed before it could be canceled stays signed', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  sign();
  expect((await parseAuthorization(cancel(id))).status).toBe('signed');
});

test('canceling fails while the upstream is unavailable, and leaves the authorization open', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  bff.simulator.state.scenario.update({ agreements: 'down' });
  expect(await parseProblemCode(cancel(id))).toBe('upstream_unavailable');
  expect((await fetchAuthorization(id)).status).toBe('sent');
});

test('the session that requested an authorization sees why the signer declined, and webhooks do not contain the reason', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  const [agreement] = openAgreements();
  if (agreement) bff.simulator.state.agreements.setStatus(agreement, 'declined', 'We share no data.');
  await poll();
  expect(await fetchAuthorization(id)).toMatchObject({ status: 'declined', reason: 'We share no data.' });
  const events = await bff.appContext.store.selectFrom('outbox_events').select('body').execute();
  expect(events.map(({ body }) => body).join()).not.toMatch(/share/);
});

test.each([
  [
    'was deleted by',
    () => openAgreements().forEach((agreement) => void bff.simulator.state.agreements.delete(agreement)),
  ],
  ['is no longer known to', () => bff.simulator.state.agreements.clear()],
])('an authorization becomes canceled when its agreement %s the upstream', async (_, change) => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  change();
  await poll();
  expect((await fetchAuthorization(id)).status).toBe('cancelled');
});

/** Starts a poll whose response is delayed until `end` is called, and then reports `status`. */
async function startSlowPoll(status: 'viewed' | 'signed') {
  let release = () => {};
  let isRequested = false;
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  agreementOverrides = (real) => ({
    async get(...which) {
      const old = await real.get(...which);
      isRequested = true;
      await blocked;
      return old && { ...old, status };
    },
  });
  advanceClock();
  const round = pollSignatureRequests(bff.appContext);
  await expect.poll(() => isRequested).toBe(true);
  agreementOverrides = () => ({});
  return {
    async end() {
      release();
      await round;
    },
  };
}

test('ignores a late status update for an authorization that has since been resent', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  const round = await startSlowPoll('signed');
  await parseAuthorization(resend(id));
  await round.end();
  expect((await fetchAuthorization(id)).status).not.toBe('signed');
});

test('a late poll does not change a final status', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  const round = await startSlowPoll('viewed');
  await parseAuthorization(cancel(id));
  await round.end();
  expect((await fetchAuthorization(id)).status).toBe('cancelled');
});

test('only the session that requested an authorization can see, resend or cancel it', async () => {
  const { id } = await parseAuthorization(submit());
  const { token: other } = await openSession(bff.app);
  for (const [path, body] of [[''], ['/resends', {}], ['/cancel', {}]] as const) {
    const response = sendRequest(bff.app, `/v1/authorizations/${id}${path}`, {
      ...(body ? { body } : {}),
      token: other,
    });
    expect(await parseProblemCode(response)).toBe('not_found');
  }
});

test('rejects an authorization request from a site that does not offer authorizations', async () => {
  const { token: electric } = await openSession(bff.app, 'pk_test_electric', pageOrigin);
  expect(await parseProblemCode(submit(request, undefined, electric))).toBe('not_found');
  expect((await openSession(bff.app, 'pk_test_electric', pageOrigin)).site.usageAuthorization).toBeUndefined();
  expect((await openSession(bff.app)).site.usageAuthorization).toBe(true);
});

test('reports each invalid field of an authorization request, and sends nothing', async () => {
  const response = await submit({ ...request, signer: { name: ' ', email: 'dana' }, accounts: [] });
  const { errors } = problem.parse(await response.json());
  expect(errors?.map(({ path }) => path)).toEqual(['/signer/name', '/signer/email', '/accounts']);
  expect(agreements()).toEqual([]);
});

test('names, addresses and numbers are encrypted while the authorization is open, and deleted once it is signed', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  const stored = async () => JSON.stringify(await bff.appContext.store.selectFrom('letters').selectAll().execute());
  expect(await stored()).not.toMatch(/Dana|Trading|dana@|10443720/);
  const next = readPayloadKeys({
    BFF_SECRET: bffSecret,
    PAYLOAD_KEYS: `new:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  expect(await rewrapSignatureRequests(bff.appContext.store, next)).toBe(1);
  const [storedRow] = await bff.appContext.store.selectFrom('letters').selectAll().execute();
  expect(storedRow?.key_id).toBe('new');
  expect(storedRow && decryptPayload(next, storedRow)?.signer.email).toBe('dana@example-trading.example');
  expect(
    await rewrapSignatureRequests(bff.appContext.store, bff.appContext.payloadKeys).catch(() => 'unknown key'),
  ).toBe('unknown key');
  Object.assign(bff.appContext, { payloadKeys: next });
  sign();
  await poll();
  const [row] = await bff.appContext.store.selectFrom('letters').selectAll().execute();
  expect([row?.sealed, row?.wrapped_key, row?.key_id]).toEqual([null, null, null]);
  expect(bff.logLines.join('')).not.toMatch(/Dana|Trading|dana@|10443720/);
});

test('an open authorization cannot be erased; a canceled authorization can, and is deleted after ninety days', async () => {
  const { id } = await parseAuthorization(submit());
  await waitUntilSent(id);
  await expect(eraseAuthorization(bff.appContext.store, id)).rejects.toThrow('still awaiting a signature');
  await cancel(id);
  await eraseAuthorization(bff.appContext.store, id);
  const [row] = await bff.appContext.store.selectFrom('letters').selectAll().execute();
  expect(row).toMatchObject({ session_id: 'erased', recipient: '', accounts: '[]' });
  advanceClock(91 * 24 * 3_600_000);
  await deleteExpired(bff.appContext);
  expect(await bff.appContext.store.selectFrom('letters').selectAll().execute()).toEqual([]);
});
