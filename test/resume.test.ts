import { afterEach, beforeEach, expect, test } from 'vitest';
import { prune } from '../src/bff/store/prune.ts';
import { type Contract, contract as contractSchema, createContract, resumeLink } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createSession, type Session } from '../src/wire/session.ts';
import { contractFor, createStack, firstOffer, makeContract, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
let made: Contract;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
  made = await makeContract(stack.app, token);
});
afterEach(() => stack.close());

const later = (days: number): void => {
  stack.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000);
};
const ask = (returnTo = `${page}/energy?a=1#top`, by = token) =>
  say(stack.app, `/v1/contracts/${made.id}/resume-links`, { body: { returnTo }, token: by });
/** A new link's secret, as the page that it leads to reads it. */
const secret = async (by = token): Promise<string> => {
  const { url } = resumeLink.parse(await (await ask(undefined, by)).json());
  return new URL(url).hash.replace('#shopper-resume=', '');
};
const resume = (resumed: string, siteKey = 'pk_test_demo', origin = page) =>
  say(stack.app, '/v1/sessions', { body: { siteKey, resume: resumed }, origin });
const opened = async (resumed: string): Promise<Session> =>
  createSession.response.parse(await (await resume(resumed)).json());
const read = (by: string) => say(stack.app, `/v1/contracts/${made.id}`, { token: by });
const codeOf = async (answer: Response | Promise<Response>): Promise<string> =>
  problem.parse(await (await answer).json()).code;

test('a link leads to the page it was asked for, with the secret where no server sees it', async () => {
  const { url, expiresAt } = resumeLink.parse(await (await ask()).json());
  expect(url).toMatch(/^https:\/\/www\.lonestar\.example\/energy\?a=1#shopper-resume=[\w-]{43}$/);
  const days = (Date.parse(expiresAt) - Date.now()) / (24 * 60 * 60_000);
  expect(days).toBeCloseTo(7, 2);
});

test('whoever brings it has the contract, and who made it keeps it', async () => {
  const { token: theirs, contractId } = await opened(await secret());
  expect(contractId).toBe(made.id);
  expect(contractSchema.parse(await (await read(theirs)).json())).toEqual(made);
  expect((await read(token)).status).toBe(200);
  const again = await openSession(stack.app);
  expect(again.contractId).toBeUndefined();
  expect((await read(again.token)).status).toBe(404);
});

test('the one who came by a link can sign, read the document and make a link of their own', async () => {
  const { token: theirs } = await opened(await secret());
  const signing = { body: { presentation: 'popup' }, token: theirs };
  expect((await say(stack.app, `/v1/contracts/${made.id}/signing-sessions`, signing)).status).toBe(201);
  const document = { body: { as: 'inline' }, token: theirs };
  expect((await say(stack.app, `/v1/contracts/${made.id}/document-links`, document)).status).toBe(201);
  expect((await opened(await secret(theirs))).contractId).toBe(made.id);
});

test('a session that goes on with a link keeps its own contracts beside it', async () => {
  const one = await secret();
  const mine = await openSession(stack.app);
  const body = { siteKey: 'pk_test_demo', resume: one };
  const resumed = createSession.response.parse(
    await (await say(stack.app, '/v1/sessions', { body, token: mine.token })).json(),
  );
  expect((await read(resumed.token)).status).toBe(200);
  expect((await read(mine.token)).status).toBe(200);
});

test('a link opens this contract and no other of its maker', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const other = contractSchema.parse(
    await (
      await say(stack.app, createContract.path, {
        body: { ...body, customer: { ...body.customer, legalName: 'Trinity Bakery Two LLC' } },
        token,
        headers: { 'Idempotency-Key': crypto.randomUUID() },
      })
    ).json(),
  );
  expect(other.id).not.toBe(made.id);
  const { token: theirs } = await opened(await secret());
  expect((await say(stack.app, `/v1/contracts/${other.id}`, { token: theirs })).status).toBe(404);
});

test('the same intent sent again by its maker after a resume meets the same contract', async () => {
  await opened(await secret());
  expect((await makeContract(stack.app, token)).id).toBe(made.id);
});

test('a link is good once, also for two at the same time', async () => {
  const one = await secret();
  const answers = await Promise.all([resume(one), resume(one)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 410]);
  expect(await codeOf(resume(one))).toBe('resume_link_spent');
});

test('a link is good for seven days', async () => {
  const [one, other] = [await secret(), await secret()];
  later(6.99);
  expect((await resume(one)).status).toBe(201);
  later(7.01);
  expect(await codeOf(resume(other))).toBe('resume_link_spent');
});

test('a link is good on its own site only, and trying it elsewhere does not spend it', async () => {
  const one = await secret();
  expect(await codeOf(resume(one, 'pk_test_other', 'https://www.other.example'))).toBe('resume_link_spent');
  expect(await codeOf(resume(one, 'pk_test_demo', 'https://www.evil.example'))).toBe('origin_not_allowed');
  expect((await opened(one)).contractId).toBe(made.id);
});

test('a secret that was never given opens nothing', async () => {
  expect(await codeOf(resume('x'.repeat(43)))).toBe('resume_link_spent');
  expect(await codeOf(resume('x'))).toBe('invalid_request');
});

test.each(['https://www.evil.example/', 'javascript:alert(1)', '//evil.example', page.replace('//', '//user:word@')])(
  'no link leads to %j',
  async (returnTo) => {
    const answer = problem.parse(await (await ask(returnTo)).json());
    expect(answer.errors?.[0]).toMatchObject({ path: '/returnTo', code: 'return_to' });
  },
);

test('nobody makes a link to another session’s contract', async () => {
  expect((await ask(undefined, (await openSession(stack.app)).token)).status).toBe(404);
});

test('one contract has only so many links in an hour', async () => {
  for (let count = 0; count < 10; count++) expect((await ask()).status).toBe(201);
  const eleventh = await ask();
  expect([eleventh.status, eleventh.headers.get('Retry-After')]).toEqual([429, '3600']);
  later(1 / 20);
  expect((await ask()).status).toBe(201);
});

test('neither the store nor the log holds a secret, and what is over is deleted', async () => {
  const one = await secret();
  await resume(one);
  const rows = await stack.deps.store.selectFrom('resume_links').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(one);
  expect(stack.lines.join('')).not.toContain(one);
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000);
  expect(await prune(stack.deps.store, inDays(7.5))).toBe(0);
  expect(await prune(stack.deps.store, inDays(8.5))).toBe(1);
});
