import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import type { QuotaLimits } from '../src/bff/partners/site.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import { problem } from '../src/wire/problem.ts';
import { requestQuote } from '../src/wire/quote-request.ts';
import { createTestBff, openSession, sendRequest, type TestBff } from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
const contact = { name: 'Dana Findable', email: 'dana@findable.example', phone: '+12145550142' };
const body = { contact, commodity: 'electric', postalCode: '99501', locale: 'es-US' };

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let token: string;
async function start({ mailsLinks = true, quotas = {} as Partial<QuotaLimits> } = {}): Promise<void> {
  receiver = await startWebhookReceiver();
  bff = await createTestBff({ quotas, webhooks: [createEndpoint(receiver.url, [secret], mailsLinks)] });
  ({ token } = await openSession(bff.app));
}
afterEach(async () => {
  await bff.close();
  await receiver.close();
});
const send = (changes: object = {}) =>
  sendRequest(bff.app, requestQuote.path, { body: { ...body, ...changes }, token });
const codeOf = async (response: Response) => problem.parse(await response.json()).code;

test('a quote request from a business without rates is sent to the site’s owner as one signed request', async () => {
  await start();
  expect((await send()).status).toBe(201);
  const [request] = receiver.received;
  const event = new Webhook(secret).verify(request?.body ?? '', Object.fromEntries(request?.headers ?? []));
  expect(event).toMatchObject({
    type: 'quote.requested',
    data: {
      site: 'pk_test_demo',
      environment: 'test',
      ...contact,
      commodity: 'electric',
      postalCode: '99501',
      locale: 'es-US',
    },
  });
  expect(receiver.received).toHaveLength(1);
});

test('the contact details of a quote request are neither stored nor logged', async () => {
  await start();
  await send();
  receiver.respondWith((_, response) => void response.writeHead(500).end());
  expect(await codeOf(await send())).toBe('mail_not_sent');
  const stored = await Promise.all(
    tableNames.map((name) => bff.appContext.store.selectFrom(name).selectAll().execute()),
  );
  const everything = JSON.stringify(stored) + bff.logLines.join('\n');
  for (const text of ['Findable', 'findable', '2145550142']) expect(everything).not.toContain(text);
  expect(everything).toContain('quote_request_failed');
});

test('a site without an email endpoint refuses quote requests', async () => {
  await start({ mailsLinks: false });
  expect(await codeOf(await send())).toBe('mail_not_sent');
  expect(receiver.received).toEqual([]);
});

test('a phone number that cannot exist is reported at its field', async () => {
  await start();
  const response = await send({ contact: { ...contact, phone: '+12145550' } });
  expect(problem.parse(await response.json()).errors).toEqual([expect.objectContaining({ path: '/contact/phone' })]);
});

test('an IP address that has reached its email limit gets a Retry-After header', async () => {
  await start({ quotas: { emailsPerAddress: 1 } });
  expect((await send()).status).toBe(201);
  const refused = await send();
  expect(refused.headers.get('Retry-After')).not.toBeNull();
  expect(await codeOf(refused)).toBe('quota_reached');
});
