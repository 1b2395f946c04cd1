import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { deliverDue } from '../src/bff/outbox/deliver.ts';
import { createEndpoint } from '../src/bff/outbox/endpoint.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import type { Contract } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createSession } from '../src/wire/session.ts';
import { startReceiver } from './receiver.ts';
import { createStack, makeContract, openSession, page, type Stack, say } from './stack.ts';

const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
const address = 'dana@findable.example';
const request = z.object({
  type: z.literal('contract.resume_link_requested'),
  data: z.object({ reference: z.string(), email: z.string(), url: z.string(), expiresAt: z.string() }),
});

let stack: Stack;
let owner: Awaited<ReturnType<typeof startReceiver>>;
let token: string;
let made: Contract;
const open = async (mailsLinks: boolean) => {
  owner = await startReceiver();
  stack = await createStack({ webhooks: [createEndpoint(owner.url, [secret], mailsLinks)] });
  ({ token } = await openSession(stack.app));
  made = await makeContract(stack.app, token);
};
beforeEach(() => open(true));
afterEach(async () => {
  await stack.close();
  await owner.close();
});

const ask = (body: object = {}, by = token) =>
  say(stack.app, `/v1/contracts/${made.id}/resume-mails`, {
    body: { email: address, returnTo: `${page}/energy`, ...body },
    token: by,
  });
const codeOf = async (answer: Response) => problem.parse(await answer.json()).code;
const asked = () =>
  owner.received.map(({ headers, body }) =>
    request.parse(new Webhook(secret).verify(body, Object.fromEntries(headers))),
  );

test('the site’s owner is asked, in a signed request, to mail a link that opens the contract', async () => {
  const answer = await ask();
  expect(answer.status).toBe(201);
  const [first] = asked();
  expect(first?.data).toMatchObject({ reference: made.reference, email: address });
  expect(await answer.json()).toEqual({ expiresAt: first?.data.expiresAt });
  const resume = new URL(first?.data.url ?? '').hash.replace('#shopper-resume=', '');
  const opened = await say(stack.app, createSession.path, { body: { siteKey: 'pk_test_demo', resume } });
  expect(createSession.response.parse(await opened.json()).contractId).toBe(made.id);
});

test('the address and the link are kept nowhere, and told to nobody else', async () => {
  const answer = await (await ask()).text();
  const [first] = asked();
  await deliverDue(stack.deps);
  const stored = JSON.stringify(
    await Promise.all(tableNames.map((name) => stack.deps.store.selectFrom(name).selectAll().execute())),
  );
  const hash = first && new URL(first.data.url).hash.slice(-43);
  expect(hash).toHaveLength(43);
  for (const text of [answer, stored, stack.lines.join('\n')]) {
    expect(text).not.toContain(address);
    expect(text).not.toContain(hash);
  }
});

test('a mail that the owner does not take is said at once, and another press asks again', async () => {
  owner.answers((_, response) => response.writeHead(500).end());
  const refused = await ask();
  expect([refused.status, await codeOf(refused)]).toEqual([503, 'mail_not_sent']);
  expect(stack.lines.join('\n')).toContain('resume_mail_not_taken');
  expect(stack.lines.join('\n')).not.toContain(address);
  owner.answers((_, response) => response.writeHead(204).end());
  expect((await ask()).status).toBe(201);
  expect(owner.received).toHaveLength(2);
});

test('who has no such contract, no page of the site or no address sends no mail', async () => {
  const { token: other } = await openSession(stack.app);
  expect((await ask({}, other)).status).toBe(404);
  expect(await codeOf(await ask({ returnTo: 'https://elsewhere.example/' }))).toBe('invalid_request');
  expect(await codeOf(await ask({ email: 'nobody' }))).toBe('invalid_request');
  expect(owner.received).toEqual([]);
});

test('ten mails in an hour are enough for a contract', async () => {
  for (let count = 0; count < 10; count++) expect((await ask()).status).toBe(201);
  expect(await codeOf(await ask())).toBe('rate_limited');
});

test('the page knows whether the owner mails links; one who does not is not asked', async () => {
  expect((await openSession(stack.app)).site.mailsLinks).toBe(true);
  await stack.close();
  await owner.close();
  await open(false);
  expect((await openSession(stack.app)).site.mailsLinks).toBe(false);
  expect(await codeOf(await ask())).toBe('mail_not_sent');
  expect(owner.received).toEqual([]);
});
