import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { createEndedSessions, sessionsOfContracts, storeEndedSessions } from '../src/bff/auth/ended-sessions.ts';
import { revokeAccess } from '../src/bff/sessions/revoke-access.ts';
import { authorization } from '../src/wire/authorization.ts';
import { createDocumentLink, documentLink } from '../src/wire/contract-document.ts';
import { problem } from '../src/wire/problem.ts';
import { resumeLink } from '../src/wire/resume-link.ts';
import { createSession } from '../src/wire/session.ts';
import {
  createTestBff,
  createTestContract,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
let contractId: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  ({ id: contractId } = await createTestContract(bff.app, token));
});
afterEach(() => bff.close());

const DAY_MS = 24 * 60 * 60_000;
function advanceDays(days: number): void {
  bff.clock.now = () => new Date(Date.now() + days * DAY_MS);
}
const codeOf = async (response: Response): Promise<string> => problem.parse(await response.json()).code;
const renew = (by: string) =>
  sendRequest(bff.app, '/v1/sessions', {
    body: { siteKey: 'pk_test_demo' },
    headers: { Authorization: `Bearer ${by}` },
  });
const getContract = (by: string, app = bff.app) => sendRequest(app, `/v1/contracts/${contractId}`, { token: by });
const signOutEverywhere = (by: string) => sendRequest(bff.app, '/v1/sessions', { method: 'DELETE', token: by });

/** Opens the contract in another browser with a resume link. */
async function openElsewhere(): Promise<string> {
  const link = await sendRequest(bff.app, `/v1/contracts/${contractId}/resume-links`, {
    body: { returnTo: `${pageOrigin}/` },
    token,
  });
  const resume = new URL(resumeLink.parse(await link.json()).url).hash.replace('#shopper-resume=', '');
  const opened = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo', resume } });
  return createSession.response.parse(await opened.json()).token;
}

test('a session that was opened with a link while sessions were being ended loses its access too', async () => {
  const { store, endedSessions } = bff.appContext;
  const guests: string[] = [];
  await revokeAccess(store, [contractId], async (sessionIds) => {
    if (!guests.length) {
      guests.push(await openElsewhere());
      expect((await getContract(guests[0] ?? '')).status).toBe(200);
    }
    await endedSessions.end(sessionIds, new Date());
  });
  for (const by of [token, ...guests]) expect((await getContract(by)).status).toBe(401);
});

test('a session that another process has ended creates no links, even before this process knows that the session has ended', async () => {
  const row = await bff.appContext.store.selectFrom('contracts').select('session_id').executeTakeFirstOrThrow();
  await storeEndedSessions(bff.appContext.store, [row.session_id], new Date());
  expect((await getContract(token)).status).toBe(200);
  const link = await sendRequest(bff.app, `/v1/contracts/${contractId}/resume-links`, {
    body: { returnTo: `${pageOrigin}/` },
    token,
  });
  expect([link.status, await codeOf(link)]).toEqual([401, 'session_ended']);
  expect(await bff.appContext.store.selectFrom('resume_links').selectAll().execute()).toEqual([]);
});

test('a request changes nothing if another process ends its session while the request is being received', async () => {
  const row = await bff.appContext.store.selectFrom('contracts').select('session_id').executeTakeFirstOrThrow();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await storeEndedSessions(bff.appContext.store, [row.session_id], new Date());
      controller.enqueue(
        new TextEncoder().encode(JSON.stringify({ presentation: 'redirect', returnTo: `${pageOrigin}/` })),
      );
      controller.close();
    },
  });
  const response = await bff.app.request(`/v1/contracts/${contractId}/signing-sessions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, Origin: pageOrigin, 'Content-Type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit);
  expect([response.status, await codeOf(response)]).toEqual([401, 'session_ended']);
});

test('a session ends thirty days after it was opened, however often it is renewed', async () => {
  let current = token;
  for (let day = 6; day < 30; day += 6) {
    advanceDays(day);
    const renewed = await renew(current);
    expect([day, renewed.status]).toEqual([day, 201]);
    ({ token: current } = createSession.response.parse(await renewed.json()));
  }
  expect((await getContract(current)).status).toBe(200);
  advanceDays(30.1);
  expect(await codeOf(await renew(current))).toBe('session_ended');
  expect((await getContract(current)).status).toBe(401);
});

test('no token is valid longer than its session', async () => {
  advanceDays(6.9);
  let { token: current } = createSession.response.parse(await (await renew(token)).json());
  for (const day of [13.8, 20.7, 27.6, 29.95]) {
    advanceDays(day);
    ({ token: current } = createSession.response.parse(await (await renew(current)).json()));
  }
  advanceDays(30.01);
  expect(await codeOf(await getContract(current))).toBe('session_expired');
});

test('signing out everywhere ends every session with access to the contract', async () => {
  const elsewhere = await openElsewhere();
  const { token: stranger } = await openSession(bff.app);
  expect([(await getContract(elsewhere)).status, (await getContract(token)).status]).toEqual([200, 200]);
  expect(await (await signOutEverywhere(elsewhere)).json()).toEqual({ ended: 2 });
  for (const ended of [elsewhere, token]) {
    expect(await codeOf(await getContract(ended))).toBe('session_ended');
    expect(await codeOf(await renew(ended))).toBe('session_ended');
  }
  expect((await renew(stranger)).status).toBe(201);
});

test('signing out everywhere ends a session that owns only an authorization', async () => {
  const { token: signer } = await openSession(bff.app);
  const body = {
    utility: 'ONCOR',
    commodity: 'electric',
    signer: { name: 'Dana Example', email: 'dana@bakery.example' },
    customer: { legalName: 'Bakery LLC' },
    accounts: [{ identifier: '10443720012345678' }],
  };
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const { id } = authorization.parse(
    await (await sendRequest(bff.app, '/v1/authorizations', { body, token: signer, headers })).json(),
  );
  const getAuthorization = () => sendRequest(bff.app, `/v1/authorizations/${id}`, { token: signer });
  expect((await getAuthorization()).status).toBe(200);
  expect(await (await signOutEverywhere(signer)).json()).toEqual({ ended: 1 });
  expect(await codeOf(await getAuthorization())).toBe('session_ended');
  expect(
    await codeOf(await sendRequest(bff.app, `/v1/authorizations/${id}/resends`, { body: {}, token: signer })),
  ).toBe('session_ended');
  expect(await codeOf(await renew(signer))).toBe('session_ended');
  expect((await getContract(token)).status).toBe(200);
});

test('a session that signs out with its own contract does not end sessions without access to that contract', async () => {
  const { token: other } = await openSession(bff.app);
  await createTestContract(bff.app, other);
  await signOutEverywhere(other);
  expect((await getContract(token)).status).toBe(200);
});

test('signing out everywhere disables the session’s document links and ends its event streams', async () => {
  const path = createDocumentLink.path.replace('{id}', contractId);
  const created = await sendRequest(bff.app, path, { body: { as: 'inline' }, token });
  const { pathname } = new URL(documentLink.parse(await created.json()).url);
  const stream = await sendRequest(bff.app, `/v1/contracts/${contractId}/events`, { token });
  const reader = stream.body?.getReader();
  await reader?.read();
  expect((await bff.app.request(pathname)).status).toBe(200);
  await signOutEverywhere(token);
  expect((await bff.app.request(pathname)).status).toBe(410);
  bff.appContext.contractEvents.publish(contractId);
  expect((await reader?.read())?.done).toBe(true);
});

test('removing a site disables its document links and ends its event streams', async () => {
  const path = createDocumentLink.path.replace('{id}', contractId);
  const created = await sendRequest(bff.app, path, { body: { as: 'inline' }, token });
  const { pathname } = new URL(documentLink.parse(await created.json()).url);
  let { partners } = bff.appContext;
  const app = createApp({
    ...bff.appContext,
    get partners() {
      return partners;
    },
  });
  const stream = await sendRequest(app, `/v1/contracts/${contractId}/events`, { token });
  const reader = stream.body?.getReader();
  await reader?.read();
  expect((await app.request(pathname)).status).toBe(200);
  partners = { sites: new Map(), access: partners.access };
  expect((await app.request(pathname)).status).toBe(404);
  bff.appContext.contractEvents.publish(contractId);
  expect((await reader?.read())?.done).toBe(true);
});

test('after it refreshes its list of ended sessions, a server rejects sessions that a command or another process ended', async () => {
  const sessions = await sessionsOfContracts(bff.appContext.store, [contractId]);
  const otherProcess = createEndedSessions(bff.appContext.store);
  await storeEndedSessions(bff.appContext.store, sessions, new Date());
  expect(sessions.map(otherProcess.isEnded)).toEqual([false]);
  await otherProcess.refresh();
  expect(sessions.map(otherProcess.isEnded)).toEqual([true]);
});
