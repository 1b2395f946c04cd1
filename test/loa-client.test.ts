import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contractTemplate, createLoaApplication, usageTemplate } from '../src/simulator/agreements/loa-applications.ts';
import { type Simulator, startSimulator } from '../src/simulator/serve.ts';
import type { NewAgreement } from '../src/upstreams/ecostruxure-loa/agreement-schema.ts';
import { createLoaClient, type LoaAgreements } from '../src/upstreams/ecostruxure-loa/client.ts';
import type { LoaCredentials, LoaCustomer } from '../src/upstreams/ecostruxure-loa/tokens.ts';
import {
  LoaInvalidResponseError,
  LoaRejectedError,
  LoaUnavailableError,
} from '../src/upstreams/ecostruxure-loa/transport.ts';

const application = createLoaApplication();
let simulator: Simulator;
let credentials: LoaCredentials;
let agreements: LoaAgreements;
let clock = 0;

beforeEach(async () => {
  clock = Date.now();
  simulator = await startSimulator({ port: 0, partners: [], paceMs: 0, loaApplications: [application] });
  const { clientId, clientSecret } = application;
  credentials = { baseUrl: `${simulator.origin}/se`, clientId, clientSecret };
  agreements = agreementsFor({ email: 'ada@bakery.example' });
});
afterEach(() => simulator.close());

const agreementsFor = (customer: LoaCustomer, overrides: Partial<LoaCredentials> = {}) =>
  createLoaClient({ ...credentials, ...overrides }, { timeoutMs: 2_000, now: () => clock }).forCustomer(customer);

const newAgreement: NewAgreement = {
  templateId: usageTemplate.id,
  signer: { name: 'Ada Sample', email: 'ada@bakery.example' },
  reference: 'ref-1',
};

const references = ['ref-1', 'ref-2'] as const;

const requests = (pattern: RegExp) =>
  simulator.state.journal.entriesAfter(0).filter(({ summary, path }) => pattern.test(`${summary} ${path}`));
const tokenRequestCount = () => requests(/\/token/).length;
function firstAgreement() {
  const [only, ...more] = simulator.state.agreements.list();
  if (!only || more.length) throw new Error(`${more.length + (only ? 1 : 0)} agreements`);
  return only;
}
const sentEmails = () => simulator.state.mailbox.list();
const waitForStatus = async (status: string, id: string, from = agreements) =>
  expect.poll(async () => (await from.get(id, references))?.status).toBe(status);

test('an agreement is emailed, opened and signed, and the client sees each status', async () => {
  const created = await agreements.create({
    ...newAgreement,
    formData: [{ name: 'Business', value: 'Invented Bakery LLC' }],
  });
  expect(created).toMatchObject({ status: 'created', templateId: usageTemplate.id });
  await waitForStatus('sent', created.id);
  const [mail] = sentEmails();
  expect(mail).toMatchObject({ to: 'ada@bakery.example', subject: usageTemplate.title });

  const page = await (await fetch(simulator.origin + mail?.link)).text();
  expect(page).toContain('Invented Bakery LLC');
  await waitForStatus('viewed', created.id);
  await fetch(`${simulator.origin}${mail?.link}/sign`, { method: 'POST' });
  await waitForStatus('signed', created.id);
});

test('the client reads the time by the API’s clock, to the second', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const time = (await agreements.serverTime('ref-1'))?.getTime();
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now());
});

test('the recipients of notifications and copies are emailed too', async () => {
  const cc = { name: 'Bo Sample', email: 'bo@bakery.example' };
  const notification = { isEnabled: true, emails: ['desk@broker.example'] };
  const { id } = await agreements.create({ ...newAgreement, cc, notification });
  await waitForStatus('sent', id);
  expect(sentEmails().map(({ to, cc: copy }) => [to, copy])).toEqual([
    ['desk@broker.example', undefined],
    ['ada@bakery.example', 'bo@bakery.example'],
  ]);
});

test('an agreement based on a previous one keeps the values that are not overridden, and its email has our text', async () => {
  const first = await agreements.create({
    ...newAgreement,
    formData: [{ name: 'Business', value: 'Invented Bakery LLC' }],
  });
  await agreements.remove(first.id, references);
  const signer = { name: 'Ada Sample', email: 'ada.sample@bakery.example' };
  const email = { subject: 'Here is the letter again', message: 'To the right address this time.' };
  const second = await agreements.createFrom(first.id, {
    templateId: usageTemplate.id,
    signer,
    email,
    reference: 'ref-2',
  });
  await waitForStatus('sent', second.id);
  expect(sentEmails()[0]).toMatchObject({ to: signer.email, subject: email.subject, text: email.message });
  expect(simulator.state.agreements.get(second.id)?.input.formData).toEqual([
    { name: 'Business', value: 'Invented Bakery LLC' },
  ]);
});

test('creating an agreement from a previous one that does not exist is rejected, and nothing is sent', async () => {
  const unknownLink = agreements.createFrom('no-such-agreement', newAgreement);
  await expect(unknownLink).rejects.toMatchObject({ name: 'LoaRejectedError', status: 404 });
  expect(simulator.state.agreements.list()).toEqual([]);
});

test('finds an agreement by our reference, and returns nothing for an unknown reference', async () => {
  const { id } = await agreements.create(newAgreement);
  expect((await agreements.findByReference('ref-1'))?.id).toBe(id);
  expect(await agreements.findByReference('ref-2')).toBeUndefined();
  expect(await agreements.get('no-such-agreement', references)).toBeUndefined();
});

test('of several agreements with one reference, finds one that is not deleted', async () => {
  const created = [await agreements.create(newAgreement), await agreements.create(newAgreement)];
  const listed = await agreements.listByReference('ref-1');
  expect(listed).toHaveLength(created.length);
  await agreements.remove(listed[0]?.id ?? '', references);
  expect((await agreements.findByReference('ref-1'))?.id).toBe(listed[1]?.id);
  await agreements.remove(listed[1]?.id ?? '', references);
  expect((await agreements.findByReference('ref-1'))?.status).toBe('deleted');
});

test('a deleted agreement can no longer be signed, and deleting it again has no effect', async () => {
  const { id } = await agreements.create(newAgreement);
  await waitForStatus('sent', id);
  const address = `${simulator.origin}/agreements/${firstAgreement().secret}`;
  await fetch(address);
  expect(await agreements.remove(id, references)).toBe(true);
  await fetch(`${address}/sign`, { method: 'POST' });
  expect(await (await fetch(address)).text()).toContain('This document was canceled');
  expect((await agreements.get(id, references))?.status).toBe('deleted');
  expect(await agreements.remove(id, references)).toBe(false);
});

test('a signed agreement cannot be deleted', async () => {
  const { id } = await agreements.create(newAgreement);
  await waitForStatus('sent', id);
  simulator.state.agreements.setStatus(firstAgreement(), 'signed');
  await expect(agreements.remove(id, references)).rejects.toMatchObject({ name: 'LoaRejectedError', status: 409 });
});

test('reports the reason that a signer gave for declining', async () => {
  const { id } = await agreements.create(newAgreement);
  await waitForStatus('sent', id);
  await fetch(`${simulator.origin}/agreements/${firstAgreement().secret}/decline`, {
    method: 'POST',
    body: new URLSearchParams({ reason: 'We share no data.' }),
  });
  expect(await agreements.get(id, references)).toMatchObject({ status: 'declined', reason: 'We share no data.' });
});

test('an agreement for an undeliverable address bounces', async () => {
  simulator.state.scenario.update({ mail: 'bounced' });
  const { id } = await agreements.create(newAgreement);
  await waitForStatus('bounced', id);
  expect(sentEmails()).toEqual([]);
});

test('both OAuth grants return a token, and each account sees only its own agreements', async () => {
  const { id } = await agreements.create(newAgreement);
  const signedIn = agreementsFor({ idToken: 'an.id.token' });
  expect(await signedIn.get(id, references)).toBeUndefined();
  expect(await signedIn.findByReference('ref-1')).toBeUndefined();
  expect(await signedIn.remove(id, references)).toBe(false);
  expect(requests(/token by/).map(({ summary }) => summary)).toEqual(['token by user_token', 'token by id_token']);
});

test('a token is cached until shortly before it expires, separately for each customer', async () => {
  const client = createLoaClient(credentials, { now: () => clock });
  const ada = client.forCustomer({ email: 'ada@bakery.example' });
  await Promise.all([
    ada.findByReference('a'),
    ada.findByReference('b'),
    client.forCustomer({ email: 'ada@bakery.example' }).findByReference('c'),
  ]);
  expect(tokenRequestCount()).toBe(1);
  await client.forCustomer({ email: 'bo@bakery.example' }).findByReference('a');
  // If the same text is used as an ID token, it identifies a different customer.
  await client.forCustomer({ idToken: 'ada@bakery.example' }).findByReference('a');
  expect(tokenRequestCount()).toBe(3);
  clock += (3_600 - 61) * 1000;
  await ada.findByReference('a');
  expect(tokenRequestCount()).toBe(3);
  clock += 2_000;
  await ada.findByReference('a');
  expect(tokenRequestCount()).toBe(4);
});

test('when a token expires early, the client renews it once and repeats the call', async () => {
  await agreements.findByReference('ref-1');
  simulator.state.loaTokens.revokeAll();
  const { status } = await agreements.create(newAgreement);
  expect(status).toBe('created');
  expect(tokenRequestCount()).toBe(2);
  expect(simulator.state.agreements.list()).toHaveLength(1);
});

test.each([
  ['client_secret', { clientSecret: 'wrong' }],
  ['client_id', { clientId: 'wrong' }],
])('rejects a wrong %s without revealing a secret', async (_, overrides) => {
  const attempt = agreementsFor({ email: 'ada@bakery.example' }, overrides).create(newAgreement);
  const error = await attempt.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(LoaRejectedError);
  expect(error).toMatchObject({ operation: 'token', status: 401 });
  expect(String(error)).toMatch(/401 \(invalid_client\)/);
  expect(JSON.stringify(error) + String(error)).not.toMatch(/ada@|wrong/);
});

test('a token endpoint accepts only form bodies with its own grant', async () => {
  const url = `${credentials.baseUrl}/ecostruxure/v1/oauth/token`;
  const { clientId: client_id, clientSecret: client_secret } = credentials;
  const postForm = async (body: BodyInit, headers = {}) => {
    const response = await fetch(url, { method: 'POST', body, headers });
    return [response.status, (await response.json()).error];
  };
  const form = { client_id, client_secret, email: 'ada@bakery.example', id_token: 'x' };
  expect(await postForm(new URLSearchParams({ ...form, grant_type: 'user_token' }))).toEqual([
    400,
    'unsupported_grant_type',
  ]);
  expect(await postForm(new URLSearchParams({ client_id, client_secret, grant_type: 'id_token' }))).toEqual([
    400,
    'invalid_request',
  ]);
  const json = JSON.stringify({ ...form, grant_type: 'id_token' });
  expect(await postForm(json, { 'Content-Type': 'application/json' })).toEqual([415, 'invalid_request']);
});

test.each([
  ['an unknown template', { templateId: 'none' }],
  ['an invalid email address', { signer: { name: 'Ada Sample', email: 'ada at bakery' } }],
])('rejects %s, and the error contains no personal data', async (_, overrides) => {
  const error = await agreements.create({ ...newAgreement, ...overrides }).catch((error: unknown) => error);
  expect(error).toMatchObject({ name: 'LoaRejectedError', status: 400 });
  expect(String(error)).not.toMatch(/Ada|bakery/);
});

test('reports an API that is down, slow or unreachable as unavailable, and never sends an agreement twice', async () => {
  await agreements.findByReference('x');
  simulator.state.scenario.update({ agreements: 'down' });
  await expect(agreements.create(newAgreement)).rejects.toMatchObject({ name: 'LoaUnavailableError', status: 503 });
  simulator.state.scenario.update({ agreements: 'up', latencyMs: 5_000 });
  await expect(agreements.create(newAgreement)).rejects.toBeInstanceOf(LoaUnavailableError);
  expect(requests(/agreements$/).filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(2);
  await simulator.close();
  await expect(agreements.get('x', references)).rejects.toMatchObject({ name: 'LoaUnavailableError' });
});

test('the circuit breaker stops calls to an API that keeps failing', async () => {
  await agreements.findByReference('x');
  simulator.state.scenario.update({ agreements: 'down' });
  const outcomes: unknown[] = [];
  for (let call = 0; call < 14; call++)
    outcomes.push(await agreements.get('x', references).catch((error: unknown) => String(error)));
  expect(outcomes.at(-1)).toMatch(/circuit_open/);
  const requestCount = requests(/:id/).length;
  await agreements.get('x', references).catch(() => {});
  expect(requests(/:id/)).toHaveLength(requestCount);
});

test('a 404 from a URL that does not serve the LOA API is a rejection, not a missing agreement', async () => {
  const otherApi = agreementsFor({ email: 'ada@bakery.example' }, { baseUrl: simulator.origin });
  await expect(otherApi.get('x', references)).rejects.toMatchObject({
    name: 'LoaRejectedError',
    operation: 'token',
    status: 404,
  });
});

/** The outcome of a call if the API responds with this status and body. By default, the call creates an agreement. */
async function createdAgainst(
  status: number,
  body: string,
  call = (api: LoaAgreements): Promise<unknown> => api.create(newAgreement),
): Promise<unknown> {
  const token = JSON.stringify({ access_token: 't', token_type: 'Bearer', expires_in: 60 });
  const server = createServer(({ url }, response) => {
    const isToken = url?.includes('token');
    response.writeHead(isToken ? 200 : status, { 'Content-Type': 'application/json' }).end(isToken ? token : body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    const api = agreementsFor({ email: 'ada@bakery.example' }, { baseUrl: `http://127.0.0.1:${port}` });
    return await call(api).catch((error: unknown) => error);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
const at = '2026-11-21T16:00:00Z';
const agreementResponse = { id: 'x', templateId: 't', status: 'sent', createdAt: at, updatedAt: at };

test.each([
  ['get', (api: LoaAgreements) => api.get('x', references)],
  ['remove', (api: LoaAgreements) => api.remove('x', references)],
])('%s does not treat an agreement as missing if a gateway responds 404 to every request', async (_, call) => {
  const error = await createdAgainst(404, '{"message":"no route matched"}', call);
  expect(error).toMatchObject({ name: 'LoaRejectedError', operation: 'find', status: 404 });
});

/** A gateway in front of the API that responds 404 to requests for one agreement, and forwards all others. */
async function startGateway(hiddenId: string) {
  const server = createServer(async (request, response) => {
    if (request.url?.includes(hiddenId)) {
      response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"message":"no route matched"}');
      return;
    }
    const { method = 'GET', headers } = request;
    const forwarded = await fetch(simulator.origin + request.url, {
      method,
      headers: {
        authorization: headers.authorization ?? '',
        'content-type': headers['content-type'] ?? 'application/json',
      },
      ...(method === 'POST' && { body: await text(request) }),
    });
    response.writeHead(forwarded.status, { 'Content-Type': 'application/json' }).end(await forwarded.text());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    agreements: agreementsFor({ email: 'ada@bakery.example' }, { baseUrl: `http://127.0.0.1:${port}/se` }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

test.each([
  ['get', (api: LoaAgreements, id: string) => api.get(id, references)],
  ['remove', (api: LoaAgreements, id: string) => api.remove(id, references)],
])(
  '%s does not treat an agreement as missing if a gateway responds 404 but a search finds the agreement',
  async (_, call) => {
    const { id } = await agreements.create(newAgreement);
    const gateway = await startGateway(id);
    try {
      const error = await call(gateway.agreements, id).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'LoaUnavailableError', status: 404 });
      expect(await call(gateway.agreements, 'no-such-agreement')).toBeFalsy();
    } finally {
      gateway.close();
    }
  },
);

test('if the API’s search ignores our reference, the client does not return another contract’s agreement', async () => {
  const others = JSON.stringify({ agreements: [{ ...agreementResponse, status: 'signed', reference: 'ref-2' }] });
  const error = await createdAgainst(200, others, (api) => api.findByReference('ref-1'));
  expect(error).toMatchObject({ name: 'LoaInvalidResponseError', field: 'agreements.0.reference' });
  const both = JSON.stringify({
    agreements: [
      { ...agreementResponse, id: 'y', reference: 'ref-2' },
      { ...agreementResponse, reference: 'ref-1' },
    ],
  });
  expect(await createdAgainst(200, both, (api) => api.findByReference('ref-1'))).toMatchObject({ id: 'x' });
});

test('parses a response with the documented structure', async () => {
  expect(await createdAgainst(201, JSON.stringify(agreementResponse))).toEqual(agreementResponse);
});

test.each([
  ['does not match the agreement schema', '{"id":"x","signer":"Ada Sample"}'],
  ['is not JSON', '<p>Ada Sample</p>'],
  ['is too large', JSON.stringify({ ...agreementResponse, templateId: 'Ada Sample'.repeat(200_000) })],
])('a response that %s is reported as invalid, and the error does not contain its text', async (_, body) => {
  const error = await createdAgainst(201, body);
  expect(error).toBeInstanceOf(LoaInvalidResponseError);
  expect(String(error)).not.toMatch(/Ada/);
});

test.each([
  [
    'name, account and phone',
    { message: 'signer DANA FOX <dana@x>, acct 1044-3720, phone (214) 555-0142, Dana, is not valid' },
  ],
  ['an error object', { error: { message: 'DANA FOX' } }],
  ['an unknown code', { error: 'Dana Fox' }],
])('an error for a rejection whose body has %s contains only the status', async (_, body) => {
  expect(String(await createdAgainst(400, JSON.stringify(body)))).toBe(
    'LoaRejectedError: LOA create: rejected with 400',
  );
});

test('an error for a rejection contains its standard OAuth error code', async () => {
  const error = await createdAgainst(401, JSON.stringify({ error: 'invalid_grant', error_description: 'Dana Fox' }));
  expect(String(error)).toBe('LoaRejectedError: LOA create: rejected with 401 (invalid_grant)');
});

test('reports a rejection of five megabytes within a second', async () => {
  const startedAt = performance.now();
  const error = await createdAgainst(400, JSON.stringify({ message: 'a'.repeat(5_000_000) }));
  expect(String(error)).toBe('LoaRejectedError: LOA create: rejected with 400');
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test('creates an agreement with the template for contracts', async () => {
  const created = await agreements.create({ ...newAgreement, templateId: contractTemplate.id });
  expect(created.templateId).toBe(contractTemplate.id);
});
