import { afterEach, expect, test } from 'vitest';
import type { Caller } from '../src/bff/auth/caller.ts';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import type { QuotaLimits } from '../src/bff/partners/site.ts';
import { DEFAULT_QUOTAS } from '../src/bff/quotas/counters.ts';
import { createQuotas, resetQuotas } from '../src/bff/quotas/quotas.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { pollSignatureRequests } from '../src/bff/signature-requests/poll.ts';
import { MscUnavailableError } from '../src/upstreams/msc/transport.ts';
import { type Problem, problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

let bff: TestBff;
afterEach(() => bff.close());

const HOUR_MS = 60 * 60_000;
function advanceClock(ms: number): void {
  const now = bff.clock.now().getTime() + ms;
  bff.clock.now = () => new Date(now);
}
const parseProblem = async (response: Response): Promise<Problem> => problem.parse(await response.json());
const newToken = async (siteKey?: string) => (await openSession(bff.app, siteKey)).token;

const authorizationRequest = (email: string) => ({
  commodity: 'electric',
  utility: 'ONCOR',
  customer: { legalName: 'Example Trading House LLC' },
  signer: { name: 'Dana Example', email },
  accounts: [{ identifier: '10443720001234567' }],
});
const authorize = (token: string, email: string, key = crypto.randomUUID()) =>
  sendRequest(bff.app, '/v1/authorizations', {
    body: authorizationRequest(email),
    token,
    headers: { 'Idempotency-Key': key },
  });
async function buy(token: string, legalName: string, key = crypto.randomUUID()): Promise<Response> {
  const body = contractRequestFor(await firstOffer(bff.app, token), legalName);
  return sendRequest(bff.app, '/v1/contracts', { body, token, headers: { 'Idempotency-Key': key } });
}
const countStatus = (responses: readonly Response[], status: number): number =>
  responses.filter((response) => response.status === status).length;

test('one IP address can send five authorizations an hour, however many sessions and recipients it uses', async () => {
  bff = await createTestBff({ quotas: 'default' });
  const tokens = await Promise.all(Array.from({ length: 20 }, () => newToken()));
  const responses = await Promise.all(tokens.map((token, index) => authorize(token, `dana${index}@trading.example`)));
  expect([countStatus(responses, 201), countStatus(responses, 429)]).toEqual([5, 15]);
  expect(bff.simulator.state.agreements.list()).toHaveLength(5);
  const rejected = responses.find(({ status }) => status === 429);
  expect(rejected && (await parseProblem(rejected))).toMatchObject({ code: 'quota_reached' });
  expect(Number(rejected?.headers.get('Retry-After'))).toBeGreaterThanOrEqual(HOUR_MS / 1000);
  advanceClock(HOUR_MS - 1000);
  expect((await authorize(await newToken(), 'late@trading.example')).status).toBe(429);
  advanceClock(5 * 60_000);
  expect((await authorize(await newToken(), 'later@trading.example')).status).toBe(201);
});

test.each([
  [
    'the same address',
    ['dana@trading.example', 'dana@trading.example', 'dana@trading.example', 'dana@trading.example'],
  ],
  [
    'different spellings of one mailbox',
    ['dana.fox@gmail.com', 'DanaFox@Gmail.com', 'danafox+x@googlemail.com', 'd.a.n.a.fox+y@gmail.com'],
  ],
  [
    'different spellings of one host',
    ['dana@mail.bakery.example', 'dana@mail。bakery.example', 'dana@ｍail.bakery.example', 'dana@mail．bakery.example'],
  ],
])('a recipient gets at most three emails a day: %s', async (_, emails) => {
  bff = await createTestBff({ quotas: { emailsPerRecipient: 3 } });
  const statuses: number[] = [];
  for (const email of emails) statuses.push((await authorize(await newToken(), email)).status);
  expect(statuses).toEqual([201, 201, 201, 429]);
  expect((await authorize(await newToken(), 'someone@else.example')).status).toBe(201);
  advanceClock(20 * HOUR_MS);
  expect((await authorize(await newToken(), emails[0] ?? '')).status).toBe(429);
  advanceClock(6 * HOUR_MS);
  expect((await authorize(await newToken(), emails[0] ?? '')).status).toBe(201);
});

test.each([
  '0<dana@trading.example>',
  '(1)dana@trading.example',
  '"dana"@trading.example',
  'dana@tra\u00adding.example',
])('rejects the address %j, which mail servers deliver to the mailbox of a simpler address', async (email) => {
  bff = await createTestBff({ quotas: { emailsPerRecipient: 3 } });
  const rejected = await authorize(await newToken(), email);
  expect([rejected.status, (await parseProblem(rejected)).code]).toEqual([422, 'invalid_request']);
  expect(bff.simulator.state.agreements.list()).toEqual([]);
});

test('each resend counts as an email to its recipient', async () => {
  bff = await createTestBff({ quotas: { emailsPerRecipient: 3 } });
  const token = await newToken();
  const { id } = await (await authorize(token, 'dana@trading.example')).json();
  const statuses: number[] = [];
  for (let sent = 1; sent <= 3; sent++) {
    await expect.poll(() => bff.simulator.state.mailbox.list().length).toBe(sent);
    advanceClock(600_000);
    await pollSignatureRequests(bff.appContext);
    statuses.push((await sendRequest(bff.app, `/v1/authorizations/${id}/resends`, { body: {}, token })).status);
  }
  expect(statuses).toEqual([201, 201, 429]);
});

test('a contract counts as an email to its signer only if it is signed by email', async () => {
  bff = await createTestBff({ quotas: { emailsPerRecipient: 2 } });
  const statuses: Record<string, number[]> = { pk_test_email: [], pk_test_demo: [] };
  for (const siteKey of ['pk_test_email', 'pk_test_demo']) {
    const token = await newToken(siteKey);
    for (const name of ['One LLC', 'Two LLC', 'Three LLC']) statuses[siteKey]?.push((await buy(token, name)).status);
  }
  expect(statuses).toEqual({ pk_test_email: [201, 201, 429], pk_test_demo: [201, 201, 201] });
});

test('other emails do not count against the limits on emails for signing contracts', async () => {
  bff = await createTestBff({ quotas: { emailsPerRecipient: 3, emailsPerAddress: 3, perSite: 3 } });
  const statuses: number[] = [];
  for (let email = 0; email < 4; email++)
    statuses.push((await authorize(await newToken('pk_test_email'), 'dana@trinity-bakery.example')).status);
  expect(statuses).toEqual([201, 201, 201, 429]);
  const token = await newToken('pk_test_email');
  const { id } = await (await buy(token, 'One LLC')).json();
  const resend = () =>
    sendRequest(bff.app, `/v1/contracts/${id}/signature-request/resends`, {
      body: { email: 'office@trinity-bakery.example' },
      token,
    });
  await expect.poll(() => bff.simulator.state.mailbox.list().length).toBe(4);
  advanceClock(600_000);
  await pollSignatureRequests(bff.appContext);
  expect((await resend()).status).toBe(201);
});

test('one IP address can create ten contracts an hour, and further requests are not stored', async () => {
  bff = await createTestBff({ quotas: 'default' });
  const responses: Response[] = [];
  for (let number = 0; number < 12; number++) responses.push(await buy(await newToken(), `Bakery ${number} LLC`));
  expect([countStatus(responses, 201), countStatus(responses, 429)]).toEqual([10, 2]);
  expect(bff.simulator.state.contracts.list()).toHaveLength(10);
  expect(await bff.appContext.store.selectFrom('contracts').select('id').execute()).toHaveLength(10);
});

test('a request is counted once, even if it is repeated with its key or, byte for byte, with another key', async () => {
  bff = await createTestBff({ quotas: { contractsPerAddress: 1, authorizationsPerAddress: 1 } });
  const token = await newToken();
  const key = crypto.randomUUID();
  const offer = await firstOffer(bff.app, token);
  const submit = (idempotencyKey: string) =>
    sendRequest(bff.app, '/v1/contracts', {
      body: contractRequestFor(offer),
      token,
      headers: { 'Idempotency-Key': idempotencyKey },
    });
  for (const repeated of [key, key, crypto.randomUUID()]) expect((await submit(repeated)).status).toBe(201);
  for (const repeated of [key, key, crypto.randomUUID()])
    expect((await authorize(token, 'dana@trading.example', repeated)).status).toBe(201);
  expect((await buy(token, 'Another LLC')).status).toBe(429);
});

test('a contract with 50 accounts counts as one contract', async () => {
  bff = await createTestBff({ quotas: { contractsPerAddress: 1 } });
  const token = await newToken();
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const [account] = request.accounts;
  const accounts = Array.from({ length: 50 }, (_, index) => ({
    ...account,
    identifier: `104437200123${String(index).padStart(5, '0')}`,
  }));
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const response = await sendRequest(bff.app, '/v1/contracts', { body: { ...request, accounts }, token, headers });
  expect(response.status).toBe(201);
});

test('signing sessions are limited by IP address', async () => {
  bff = await createTestBff({ quotas: { signingSessionsPerAddress: 3 } });
  const token = await newToken();
  const { id } = await createTestContract(bff.app, token);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    const body = { presentation: 'popup' };
    statuses.push((await sendRequest(bff.app, `/v1/contracts/${id}/signing-sessions`, { body, token })).status);
  }
  expect(statuses).toEqual([201, 201, 201, 429]);
});

test('a new session does not reset the limits on links and files', async () => {
  bff = await createTestBff({ quotas: { resumeLinksPerAddress: 2, uploadsPerAddress: 2 } });
  const statuses: number[] = [];
  const uploads: number[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const token = await newToken();
    const { id } = await createTestContract(bff.app, token);
    const body = { returnTo: `${pageOrigin}/` };
    statuses.push((await sendRequest(bff.app, `/v1/contracts/${id}/resume-links`, { body, token })).status);
    const upload = bff.app.request('/v1/uploads?kind=latest_bill', {
      method: 'POST',
      headers: { Origin: pageOrigin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/pdf' },
      body: '%PDF-1.7',
    });
    uploads.push((await upload).status);
  }
  expect(statuses).toEqual([201, 201, 429]);
  expect(uploads).toEqual([201, 201, 429]);
});

async function startLinkEmails(quotas: Partial<QuotaLimits>) {
  const receiver = await startWebhookReceiver();
  const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
  bff = await createTestBff({ quotas, webhooks: [createEndpoint(receiver.url, [secret], true)] });
  const token = await newToken();
  const contract = await createTestContract(bff.app, token);
  const returnTo = `${pageOrigin}/energy?q=text`;
  return {
    receiver,
    contract,
    respond: (status: number) => receiver.respondWith((_, response) => response.writeHead(status).end()),
    emailLink: async (email = 'dana@trading.example') => {
      const body = { email, returnTo };
      const response = await sendRequest(bff.app, `/v1/contracts/${contract.id}/resume-mails`, { body, token });
      return response.ok ? 'sent' : (await parseProblem(response)).code;
    },
    requestLink: async (by: string, reference: string) => {
      const body = { reference, returnTo };
      return (await sendRequest(bff.app, '/v1/contract-link-requests', { body, token: by })).status;
    },
  };
}

test('an email counts for its recipient unless the owner’s server refused it', async () => {
  const { receiver, respond, emailLink } = await startLinkEmails({ emailsPerRecipient: 1 });
  respond(422);
  expect(await emailLink()).toBe('mail_not_sent');
  respond(204);
  expect(await emailLink()).toBe('sent');
  expect(await emailLink()).toBe('quota_reached');
  respond(503);
  expect(await emailLink('ben@trading.example')).toBe('mail_not_sent');
  respond(204);
  expect(await emailLink('ben@trading.example')).toBe('quota_reached');
  await receiver.close();
});

test.each([422, 500])(
  'an owner’s server that responds with %i is called at most ten times an hour, and no unsent link is stored',
  async (status) => {
    const { receiver, respond, emailLink } = await startLinkEmails({ emailsPerRecipient: 1e9 });
    respond(status);
    const codes: string[] = [];
    for (let attempt = 0; attempt < 12; attempt++) codes.push(await emailLink());
    expect(codes).toEqual([...Array(10).fill('mail_not_sent'), 'quota_reached', 'quota_reached']);
    expect(receiver.received).toHaveLength(10);
    expect(await bff.appContext.store.selectFrom('resume_links').select('contract_id').execute()).toEqual([]);
    await receiver.close();
  },
);

test('a link request changes the client’s counters in the same way, whether or not the contract exists', async () => {
  const { receiver, contract, requestLink } = await startLinkEmails({});
  const readCounters = async () =>
    (await bff.appContext.store.selectFrom('quotas').select(['key', 'count']).execute())
      .map(({ key, count }) => `${key.replace(/[\w-]{43}$/, '')} ${count}`)
      .sort();
  const request = async (reference: string) => {
    await resetQuotas(bff.appContext.store);
    expect(await requestLink(await newToken(), reference)).toBe(202);
  };
  await request('ZZZZ-ZZZZ');
  const visible = await readCounters();
  expect(visible).toHaveLength(4);
  await request(contract.reference);
  await expect.poll(() => receiver.received.length).toBe(1);
  const isHidden = (counter: string) => counter.includes(' requestedLink ');
  const counters = await readCounters();
  expect(counters.filter((counter) => !isHidden(counter))).toEqual(visible);
  expect(counters.filter(isHidden)).toHaveLength(2);
  await receiver.close();
});

test('after nine links to its contract, a session can create the tenth even after requesting a link by reference', async () => {
  const { receiver, contract: victim, requestLink } = await startLinkEmails({});
  const token = await newToken();
  const { id } = await createTestContract(bff.app, token);
  const createLink = async () =>
    (await sendRequest(bff.app, `/v1/contracts/${id}/resume-links`, { body: { returnTo: `${pageOrigin}/` }, token }))
      .status;
  for (let link = 0; link < 9; link++) expect(await createLink()).toBe(201);
  expect(await requestLink(token, victim.reference)).toBe(202);
  await expect.poll(() => receiver.received.length).toBe(1);
  expect([await createLink(), await createLink()]).toEqual([201, 429]);
  await receiver.close();
});

test.each(['pk_test_email', 'pk_test_demo'])(
  'on the site %s, contract requests whose price cannot be checked do not count against the quotas',
  async (siteKey) => {
    let isDown = true;
    bff = await createTestBff({
      quotas: 'default',
      wrapMscClient: (client) => ({
        ...client,
        pricing: {
          ...client.pricing,
          async price(id) {
            if (isDown) throw new MscUnavailableError('price', 'timeout');
            return client.pricing.price(id);
          },
        },
      }),
    });
    const token = await newToken(siteKey);
    const codes: string[] = [];
    for (let attempt = 0; attempt < 12; attempt++)
      codes.push((await parseProblem(await buy(token, 'Trinity Bakery LLC', 'the-key-of-the-customer'))).code);
    expect(new Set(codes)).toEqual(new Set(['price_check_unavailable']));
    isDown = false;
    expect((await buy(token, 'Trinity Bakery LLC', 'the-key-of-the-customer')).status).toBe(201);
    const counts = await bff.appContext.store.selectFrom('quotas').select('count').execute();
    expect(new Set(counts.map(({ count }) => Number(count)))).toEqual(new Set([1]));
  },
);

test('requests that the upstream refuses count neither as contracts nor as emails to the signer', async () => {
  bff = await createTestBff({ quotas: 'default' });
  const token = await newToken('pk_test_email');
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const submit = (identifier: string) =>
    sendRequest(bff.app, '/v1/contracts', {
      body: { ...request, accounts: request.accounts.map((account) => ({ ...account, identifier })) },
      token,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    });
  for (let digits = 4; digits < 16; digits++) {
    const refused = await submit('1044372001234567'.slice(0, digits));
    expect([digits, refused.status, (await parseProblem(refused)).code]).toEqual([digits, 422, 'invalid_request']);
  }
  expect(bff.simulator.state.agreements.list()).toEqual([]);
  for (const last of [1, 2, 3]) expect((await submit(`1044372001234567${last}`)).status).toBe(201);
  expect((await parseProblem(await submit('10443720012345674'))).code).toBe('quota_reached');
});

test('refused contract requests have a separate limit, and requests over this limit count as contracts', async () => {
  bff = await createTestBff({ quotas: { contractsPerAddress: 2, refusedContractsPerAddress: 3 } });
  const token = await newToken();
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const submit = async (identifier: string) => {
    const accounts = request.accounts.map((account) => ({ ...account, identifier }));
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    return sendRequest(bff.app, '/v1/contracts', { body: { ...request, accounts }, token, headers });
  };
  const statuses: number[] = [];
  for (let digits = 4; digits < 12; digits++) statuses.push((await submit('104437200123'.slice(0, digits))).status);
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429, 429]);
  expect((await submit('10443720012345671')).status).toBe(429);
  expect((await authorize(await newToken(), 'dana@trading.example')).status).toBe(201);
});

test('a request that is refused after its first response was lost still counts as a contract', async () => {
  let isLost = true;
  bff = await createTestBff({
    quotas: { contractsPerAddress: 1 },
    wrapMscClient: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async createContract(input) {
          if (isLost) throw new MscUnavailableError('CreateContract', 'timeout');
          return client.contracting.createContract(input);
        },
      },
    }),
  });
  const token = await newToken();
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const body = { ...request, accounts: request.accounts.map((account) => ({ ...account, identifier: '1044' })) };
  const headers = { 'Idempotency-Key': 'the-key-of-the-customer' };
  const submit = async () =>
    (await parseProblem(await sendRequest(bff.app, '/v1/contracts', { body, token, headers }))).code;
  expect(await submit()).toBe('contract_outcome_unknown');
  isLost = false;
  advanceClock(3 * 60_000);
  expect(await submit()).toBe('invalid_request');
  expect((await parseProblem(await buy(token, 'Another LLC'))).code).toBe('quota_reached');
});

test('the number of signing sessions per site is not limited', async () => {
  bff = await createTestBff({ quotas: { perSite: 2, signingSessionsPerAddress: 10 } });
  const token = await newToken();
  const { id } = await createTestContract(bff.app, token);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    const body = { presentation: 'popup' };
    statuses.push((await sendRequest(bff.app, `/v1/contracts/${id}/signing-sessions`, { body, token })).status);
  }
  expect(statuses).toEqual([201, 201, 201, 201]);
});

test('once a site reaches its limit, requests from all its customers are refused, and each refusal is logged', async () => {
  bff = await createTestBff({ quotas: { perSite: 2 } });
  const tokens = await Promise.all(Array.from({ length: 8 }, () => newToken()));
  const responses = await Promise.all(tokens.map((token, index) => authorize(token, `dana${index}@trading.example`)));
  expect([countStatus(responses, 201), countStatus(responses, 429)]).toEqual([2, 6]);
  expect(bff.logLines.filter((line) => line.includes('site_quota_reached'))).toHaveLength(6);
  const { text } = await bff.appContext.metrics.read();
  expect(text).toContain('shopper_site_quota_reached_total{partner="lonestar",environment="test",site="pk_test_demo"');
  expect((await authorize(await newToken('pk_test_email'), 'dana@trading.example')).status).toBe(201);
});

/** Counts contracts of a caller one after another, without requests. */
async function consume(caller: Partial<Pick<Caller, 'ipKeys' | 'sessionId' | 'site'>>, times = 1): Promise<string[]> {
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  const quotas = createQuotas(bff.appContext, DEFAULT_QUOTAS);
  const outcomes: string[] = [];
  for (let time = 0; time < times; time++) {
    outcomes.push(
      await bff.appContext.store
        .transaction()
        .execute((transaction) =>
          quotas.consume(transaction, { ipKeys: ['a'], sessionId: 's', site, ...caller }, { action: 'contract' }),
        )
        .then(
          () => 'counted',
          (error: Error) => error.message,
        ),
    );
  }
  return outcomes;
}

test('a session that changes its IP address is still limited, and a site can declare other limits', async () => {
  bff = await createTestBff();
  for (let address = 0; address < 10; address++)
    expect(await consume({ ipKeys: [`a${address}`] })).toEqual(['counted']);
  expect(await consume({ ipKeys: ['a10'] })).toEqual(['quota_reached']);
  expect(await consume({ ipKeys: ['a11'], sessionId: 'other' })).toEqual(['counted']);
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  const generous = site && { ...site, quotas: { contractsPerAddress: 11 } };
  expect(await consume({ ipKeys: ['a10'], ...(generous ? { site: generous } : {}) })).toEqual(['counted']);
});

test('the IP addresses of one network share quotas that are higher than those of a single address', async () => {
  bff = await createTestBff();
  const from = (address: number) =>
    consume({ ipKeys: [`address ${address}`, 'network 56', 'network 48'], sessionId: `s${address}` });
  for (let address = 0; address < 40; address++) expect(await from(address)).toEqual(['counted']);
  expect(await from(40)).toEqual(['quota_reached']);
});

test('no period of one hour contains more actions than the limit, whenever it begins', async () => {
  bff = await createTestBff();
  const start = Date.parse('2027-01-04T10:00:00.000Z');
  const counted: number[] = [];
  for (let minute = 0; minute < 240; minute += 2) {
    bff.clock.now = () => new Date(start + minute * 60_000 + 59_000);
    const outcomes = await consume({}, 3);
    counted.push(...outcomes.filter((outcome) => outcome === 'counted').map(() => minute));
  }
  for (const minute of counted)
    expect(counted.filter((other) => other >= minute && other < minute + 60).length).toBeLessThanOrEqual(10);
  // The window slides, so customers are not locked out for longer.
  expect(counted.length).toBeGreaterThan(30);
});

test('the quota counters contain neither email addresses nor IP addresses, and are deleted after two days', async () => {
  bff = await createTestBff();
  await authorize(await newToken(), 'dana@trading.example');
  const rows = await bff.appContext.store.selectFrom('quotas').selectAll().execute();
  expect(rows).toHaveLength(7);
  expect(JSON.stringify(rows)).not.toMatch(/dana|trading|unknown/);
  advanceClock(49 * HOUR_MS);
  await deleteExpired(bff.appContext);
  expect(await bff.appContext.store.selectFrom('quotas').selectAll().execute()).toEqual([]);
});
