import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteExpiredLinks } from '../src/bff/retention/retention.ts';
import { type Contract, contract as contractSchema } from '../src/wire/contract.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import { resumeLink } from '../src/wire/resume-link.ts';
import { createSession, type Session } from '../src/wire/session.ts';
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

let bff: TestBff;
let token: string;
let created: Contract;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  created = await createTestContract(bff.app, token);
});
afterEach(() => bff.close());

function advanceDays(days: number): void {
  bff.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000);
}
const createLink = (returnTo = `${pageOrigin}/energy?a=1#top`, by = token) =>
  sendRequest(bff.app, `/v1/contracts/${created.id}/resume-links`, { body: { returnTo }, token: by });
async function createResumeToken(by = token): Promise<string> {
  const { url } = resumeLink.parse(await (await createLink(undefined, by)).json());
  return new URL(url).hash.replace('#shopper-resume=', '');
}
const resume = (resumed: string, siteKey = 'pk_test_demo', origin = pageOrigin) =>
  sendRequest(bff.app, '/v1/sessions', { body: { siteKey, resume: resumed }, origin });
const resumeSession = async (resumed: string): Promise<Session> =>
  createSession.response.parse(await (await resume(resumed)).json());
const fetchContract = (by: string) => sendRequest(bff.app, `/v1/contracts/${created.id}`, { token: by });
const codeOf = async (response: Response | Promise<Response>): Promise<string> =>
  problem.parse(await (await response).json()).code;

test('a resume link leads to the page where it was created, and has its token in the fragment', async () => {
  const { url, expiresAt } = resumeLink.parse(await (await createLink()).json());
  expect(url).toMatch(/^https:\/\/www\.lonestar\.example\/energy\?a=1#shopper-resume=[\w-]{43}$/);
  const days = (Date.parse(expiresAt) - Date.now()) / (24 * 60 * 60_000);
  expect(days).toBeCloseTo(7, 2);
});

test('opening a resume link gives access to the contract, and the link’s creator keeps access', async () => {
  const { token: otherSession, contractId } = await resumeSession(await createResumeToken());
  expect(contractId).toBe(created.id);
  expect(contractSchema.parse(await (await fetchContract(otherSession)).json())).toEqual(created);
  expect((await fetchContract(token)).status).toBe(200);
  const again = await openSession(bff.app);
  expect(again.contractId).toBeUndefined();
  expect((await fetchContract(again.token)).status).toBe(404);
});

test('a session opened with a link can sign, read the document and create a new link', async () => {
  const { token: otherSession } = await resumeSession(await createResumeToken());
  const signing = { body: { presentation: 'popup' }, token: otherSession };
  expect((await sendRequest(bff.app, `/v1/contracts/${created.id}/signing-sessions`, signing)).status).toBe(201);
  const document = { body: { as: 'inline' }, token: otherSession };
  expect((await sendRequest(bff.app, `/v1/contracts/${created.id}/document-links`, document)).status).toBe(201);
  expect((await resumeSession(await createResumeToken(otherSession))).contractId).toBe(created.id);
});

test('opening a link in an existing session gives that session access to the contract', async () => {
  const one = await createResumeToken();
  const ownSession = await openSession(bff.app);
  const body = { siteKey: 'pk_test_demo', resume: one };
  const resumed = createSession.response.parse(
    await (await sendRequest(bff.app, '/v1/sessions', { body, token: ownSession.token })).json(),
  );
  expect((await fetchContract(resumed.token)).status).toBe(200);
  expect((await fetchContract(ownSession.token)).status).toBe(200);
});

test('a link gives access only to its contract, not to other contracts of the same session', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token), 'Trinity Bakery Two LLC');
  const other = contractSchema.parse(
    await (
      await sendRequest(bff.app, createContract.path, {
        body,
        token,
        headers: { 'Idempotency-Key': crypto.randomUUID() },
      })
    ).json(),
  );
  expect(other.id).not.toBe(created.id);
  const { token: otherSession } = await resumeSession(await createResumeToken());
  expect((await sendRequest(bff.app, `/v1/contracts/${other.id}`, { token: otherSession })).status).toBe(404);
});

test('after another session opens a resume link, the original session can repeat its request and gets the same contract', async () => {
  await resumeSession(await createResumeToken());
  expect((await createTestContract(bff.app, token)).id).toBe(created.id);
});

test('a resume link works only once, even when it is opened twice simultaneously', async () => {
  const one = await createResumeToken();
  const responses = await Promise.all([resume(one), resume(one)]);
  expect(responses.map(({ status }) => status).sort()).toEqual([201, 410]);
  expect(await codeOf(resume(one))).toBe('resume_link_spent');
});

test('a resume link is valid for seven days', async () => {
  const [one, other] = [await createResumeToken(), await createResumeToken()];
  advanceDays(6.99);
  expect((await resume(one)).status).toBe(201);
  advanceDays(7.01);
  expect(await codeOf(resume(other))).toBe('resume_link_spent');
});

test('a resume link works only on its own site, and opening it on another site does not use it up', async () => {
  const one = await createResumeToken();
  expect(await codeOf(resume(one, 'pk_test_other', 'https://www.other.example'))).toBe('resume_link_spent');
  expect(await codeOf(resume(one, 'pk_test_demo', 'https://www.evil.example'))).toBe('origin_not_allowed');
  expect((await resumeSession(one)).contractId).toBe(created.id);
});

test('a request with a resume link and an approval link is rejected, and does not use the resume link up', async () => {
  const one = await createResumeToken();
  const body = { siteKey: 'pk_test_demo', resume: one, approval: 'a'.repeat(43) };
  expect((await sendRequest(bff.app, createSession.path, { body })).status).toBe(422);
  expect((await resumeSession(one)).contractId).toBe(created.id);
});

test('an unknown token opens no contract', async () => {
  expect(await codeOf(resume('x'.repeat(43)))).toBe('resume_link_spent');
  expect(await codeOf(resume('x'))).toBe('invalid_request');
});

test.each([
  'https://www.evil.example/',
  'javascript:alert(1)',
  '//evil.example',
  pageOrigin.replace('//', '//user:word@'),
])('rejects %j as the return page of a link', async (returnTo) => {
  const response = problem.parse(await (await createLink(returnTo)).json());
  expect(response.errors?.[0]).toMatchObject({ path: '/returnTo', code: 'return_to' });
});

test("a session cannot create a link to another session's contract", async () => {
  expect((await createLink(undefined, (await openSession(bff.app)).token)).status).toBe(404);
});

test('limits the number of links created for a contract in an hour', async () => {
  for (let count = 0; count < 10; count++) expect((await createLink()).status).toBe(201);
  const overLimit = await createLink();
  expect([overLimit.status, Number(overLimit.headers.get('Retry-After')) >= 3600]).toEqual([429, true]);
  advanceDays(1 / 20);
  expect((await createLink()).status).toBe(201);
});

test('neither the store nor the log contains a token, and links are deleted a day after they expire', async () => {
  const one = await createResumeToken();
  await resume(one);
  const rows = await bff.appContext.store.selectFrom('resume_links').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(one);
  expect(bff.logLines.join('')).not.toContain(one);
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000);
  expect(await deleteExpiredLinks(bff.appContext.store, inDays(7.5))).toBe(0);
  expect(await deleteExpiredLinks(bff.appContext.store, inDays(8.5))).toBe(1);
});

test('only ten links an hour are created for a contract, even if 40 are requested simultaneously', async () => {
  const responses = await Promise.all(Array.from({ length: 40 }, () => createLink()));
  const statuses = responses.map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(30);
});
