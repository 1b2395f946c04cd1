import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import { dispatchDue } from '../src/bff/outbox/dispatcher.ts';
import type { QuotaLimits } from '../src/bff/partners/site.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import { listOffers, type Offer } from '../src/wire/offer.ts';
import { problem } from '../src/wire/problem.ts';
import { emailRates } from '../src/wire/share-offers.ts';
import {
  createTestBff,
  dallasOffersRequest,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
const address = 'robin@findable.example';
const event = z.strictObject({
  type: z.literal('rates.email_requested'),
  timestamp: z.iso.datetime(),
  data: z.strictObject({
    site: z.literal('pk_test_demo'),
    environment: z.literal('test'),
    email: z.string(),
    locale: z.string(),
    returnTo: z.string(),
    quote: z.unknown(),
    offers: z.array(z.record(z.string(), z.unknown())),
  }),
});

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let token: string;
let offers: readonly Offer[];
async function start({ mailsLinks = true, quotas = {} as Partial<QuotaLimits> } = {}): Promise<void> {
  receiver = await startWebhookReceiver();
  bff = await createTestBff({ quotas, webhooks: [createEndpoint(receiver.url, [secret], mailsLinks)] });
  ({ token } = await openSession(bff.app));
  offers = await list();
}
async function stop(): Promise<void> {
  await bff.close();
  await receiver.close();
}
beforeEach(() => start());
afterEach(stop);

async function list(inputs: object = dallasOffersRequest): Promise<readonly Offer[]> {
  const response = await sendRequest(bff.app, listOffers.path, { body: inputs, token });
  return listOffers.response.parse(await response.json()).offers;
}
const tokensOf = (list: readonly Offer[]) => list.map(({ offerToken }) => offerToken);
const send = (body: object = {}, by = token) =>
  sendRequest(bff.app, emailRates.path, {
    body: {
      email: address,
      locale: 'es-US',
      postalCode: '75201',
      offerTokens: tokensOf(offers.slice(0, 10)),
      returnTo: `${pageOrigin}/energy`,
      ...body,
    },
    token: by,
  });
const codeOf = async (response: Response) => problem.parse(await response.json()).code;
const events = () =>
  receiver.received.map(({ headers, body }) =>
    event.parse(new Webhook(secret).verify(body, Object.fromEntries(headers))),
  );

test("sends the site's owner one signed event that lists the offers as they were shown, in the same order", async () => {
  const shown = offers.slice(0, 10).toReversed();
  const response = await send({ offerTokens: tokensOf(shown) });
  expect([response.status, await response.json()]).toEqual([201, {}]);
  const [sent, ...others] = events();
  expect(others).toEqual([]);
  expect(sent?.data).toMatchObject({
    email: address,
    locale: 'es-US',
    returnTo: `${pageOrigin}/energy`,
    quote: {
      commodity: 'electric',
      postalCode: '75201',
      utility: 'ONCOR',
      annualUsage: dallasOffersRequest.annualUsage,
      startMonth: dallasOffersRequest.startMonth,
    },
  });
  expect(sent?.data.offers).toEqual(
    shown.map(({ supplier, product, termMonths, rate, estimate, expiresAt }) => ({
      supplier: supplier.name,
      product: product.name,
      productKind: product.kind,
      termMonths,
      rate,
      monthlyEstimate: estimate.monthly.amount,
      annualEstimate: estimate.annual.amount,
      expiresAt: expect.stringContaining(expiresAt.slice(0, 19)),
    })),
  );
});

test('the recipient’s address is neither stored, logged, returned nor sent anywhere else', async () => {
  const response = await (await send()).text();
  receiver.respondWith((_, failing) => failing.writeHead(500).end());
  const failed = await (await send()).text();
  await dispatchDue(bff.appContext);
  expect(receiver.received).toHaveLength(2);
  const stored = await Promise.all(
    tableNames.map((name) => bff.appContext.store.selectFrom(name).selectAll().execute()),
  );
  for (const text of [response, failed, JSON.stringify(stored), bff.logLines.join('\n')])
    expect(text).not.toContain('findable');
});

test('a sender cannot add their own text to the email, and its link has no query or fragment', async () => {
  await send({ returnTo: `${pageOrigin}/energy?note=call+us+at+555#note` });
  expect(events()[0]?.data.returnTo).toBe(`${pageOrigin}/energy`);
  expect(await codeOf(await send({ subject: 'Pay now' }))).toBe('invalid_request');
  expect(await codeOf(await send({ returnTo: 'https://elsewhere.example/' }))).toBe('invalid_request');
  expect(await codeOf(await send({ postalCode: 'call 555' }))).toBe('invalid_request');
  expect(await codeOf(await send({ returnTo: `${pageOrigin}/${'your-account-is-locked-'.repeat(20)}` }))).toBe(
    'invalid_request',
  );
  expect(receiver.received).toHaveLength(1);
});

test('emailed rates do not use up the emails that a customer needs to sign a contract by email', async () => {
  await stop();
  await start({ quotas: { emailsPerRecipient: 1 } });
  expect((await send()).status).toBe(201);
  expect(await codeOf(await send())).toBe('quota_reached');
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  const caller = { site, sessionId: 'another', ipKeys: ['another'] };
  const counted = await bff.appContext.store
    .transaction()
    .execute((transaction) =>
      bff.appContext.quotas.consume(transaction, caller, { action: 'contract', recipients: [address] }),
    );
  expect(counted.length).toBeGreaterThan(0);
});

test('rejects an offer that was changed, belongs to another site or has expired, and sends nothing', async () => {
  const [first = '', second = ''] = tokensOf(offers);
  const changed = `${second.split('.')[0]}.${first.split('.')[1]}`;
  expect(await codeOf(await send({ offerTokens: [first, changed] }))).toBe('offer_invalid');
  const other = (await openSession(bff.app, 'pk_test_electric')).token;
  expect(await codeOf(await send({}, other))).toBe('offer_invalid');
  const latest = Math.max(...offers.map(({ expiresAt }) => Date.parse(expiresAt)));
  bff.clock.now = () => new Date(latest + 1_000);
  ({ token } = await openSession(bff.app));
  expect(await codeOf(await send())).toBe('offer_expired');
  expect(receiver.received).toEqual([]);
});

test('rejects an email with no offers, more than ten offers, or offers from different quotes', async () => {
  expect(await codeOf(await send({ offerTokens: [] }))).toBe('invalid_request');
  expect(await codeOf(await send({ offerTokens: tokensOf(offers.slice(0, 11)) }))).toBe('invalid_request');
  const others = await list({ ...dallasOffersRequest, annualUsage: { amount: '130000', unit: 'kWh' } });
  const mixed = tokensOf([...offers.slice(0, 1), ...others.slice(0, 1)]);
  expect(await codeOf(await send({ offerTokens: mixed }))).toBe('invalid_request');
  expect(receiver.received).toEqual([]);
});

test('the response immediately reports that the email was not sent, and a retry calls the owner’s server again', async () => {
  receiver.respondWith((_, response) => response.writeHead(500).end());
  const failed = await send();
  expect([failed.status, await codeOf(failed)]).toEqual([503, 'mail_not_sent']);
  expect(bff.logLines.join('\n')).toContain('rates_email_failed');
  receiver.respondWith((_, response) => response.writeHead(204).end());
  expect((await send()).status).toBe(201);
});

test("a site without an email endpoint refuses to email rates, and the owner's server is not called", async () => {
  await stop();
  await start({ mailsLinks: false });
  expect(await codeOf(await send())).toBe('mail_not_sent');
  expect(receiver.received).toEqual([]);
});

test('a recipient gets at most three emails a day from all clients; an email that the owner’s server refuses does not count', async () => {
  await stop();
  await start({ quotas: { emailsPerRecipient: 3 } });
  receiver.respondWith((_, response) => response.writeHead(422).end());
  expect(await codeOf(await send())).toBe('mail_not_sent');
  receiver.respondWith((_, response) => response.writeHead(204).end());
  for (const email of [address, 'Robin@Findable.example', 'robin+x@findable.example'])
    expect((await send({ email })).status).toBe(201);
  const { token: other } = await openSession(bff.app);
  const refused = await send({}, other);
  expect([refused.status, await codeOf(refused)]).toEqual([429, 'quota_reached']);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(60);
  expect(receiver.received).toHaveLength(4);
});

test.each([
  ['an IP address', { emailsPerAddress: 2 }],
  ['a site', { perSite: 2 }],
])('limits the emails from %s, including those that the owner’s server refuses', async (_, quotas) => {
  await stop();
  await start({ quotas });
  receiver.respondWith((_, response) => response.writeHead(422).end());
  await send({ email: 'a@findable.example' });
  await send({ email: 'b@findable.example' });
  const { token: other } = await openSession(bff.app);
  expect(await codeOf(await send({ email: 'c@findable.example' }, other))).toBe('quota_reached');
  expect(receiver.received).toHaveLength(2);
});
