import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contractTemplate, createLoaApplication, usageTemplate } from '../src/simulator/agreements/loa-client.ts';
import { type Simulator, startSimulator } from '../src/simulator/serve.ts';
import type { NewAgreement } from '../src/upstreams/ecostruxure-loa/agreement-schema.ts';
import { createLoaClient, type LoaAgreements } from '../src/upstreams/ecostruxure-loa/client.ts';
import { LoaRefusedError, LoaUnavailableError, LoaUnreadableError } from '../src/upstreams/ecostruxure-loa/errors.ts';
import type { LoaCredentials, LoaCustomer } from '../src/upstreams/ecostruxure-loa/tokens.ts';

const application = createLoaApplication();
let simulator: Simulator;
let credentials: LoaCredentials;
let letters: LoaAgreements;
let clock = 0;

beforeEach(async () => {
  clock = Date.now();
  simulator = await startSimulator({ port: 0, partners: [], pace: 0, loaApplications: [application] });
  const { clientId, clientSecret } = application;
  credentials = { baseUrl: `${simulator.origin}/se`, clientId, clientSecret };
  letters = as({ email: 'ada@bakery.example' });
});
afterEach(() => simulator.close());

const as = (customer: LoaCustomer, over: Partial<LoaCredentials> = {}) =>
  createLoaClient({ ...credentials, ...over }, { milliseconds: 2_000, now: () => clock }).as(customer);

const letter: NewAgreement = {
  templateId: usageTemplate.id,
  signer: { name: 'Ada Sample', email: 'ada@bakery.example' },
  reference: 'ref-1',
};

const requests = (of: RegExp) =>
  simulator.world.journal.since(0).filter(({ summary, path }) => of.test(`${summary} ${path}`));
const tokensAsked = () => requests(/\/token/).length;
/** The one letter there is, as the stand-in knows it. */
const theLetter = () => {
  const [only, ...more] = simulator.world.agreements.list();
  if (!only || more.length) throw new Error(`${more.length + (only ? 1 : 0)} letters`);
  return only;
};
const mails = () => simulator.world.mailbox.list();
const until = async (status: string, id: string, from = letters) =>
  expect.poll(async () => (await from.get(id))?.status).toBe(status);

test('a letter goes out by mail, is opened and signed from there, and each step can be seen', async () => {
  const made = await letters.create({ ...letter, formData: [{ name: 'Business', value: 'Invented Bakery LLC' }] });
  expect(made).toMatchObject({ status: 'created', templateId: usageTemplate.id });
  await until('sent', made.id);
  const [mail] = mails();
  expect(mail).toMatchObject({ to: 'ada@bakery.example', subject: usageTemplate.title });

  const page = await (await fetch(simulator.origin + mail?.link)).text();
  expect(page).toContain('Invented Bakery LLC');
  await until('viewed', made.id);
  await fetch(`${simulator.origin}${mail?.link}/sign`, { method: 'POST' });
  await until('signed', made.id);
});

test('whoever is to be told, and whoever gets a copy, is written to', async () => {
  const cc = { name: 'Bo Sample', email: 'bo@bakery.example' };
  const notification = { isEnabled: true, emails: ['desk@broker.example'] };
  const { id } = await letters.create({ ...letter, cc, notification });
  await until('sent', id);
  expect(mails().map(({ to, cc: copy }) => [to, copy])).toEqual([
    ['desk@broker.example', undefined],
    ['ada@bakery.example', 'bo@bakery.example'],
  ]);
});

test('a letter from a previous one keeps what is not said anew, with words of our own in its mail', async () => {
  const first = await letters.create({ ...letter, formData: [{ name: 'Business', value: 'Invented Bakery LLC' }] });
  await letters.remove(first.id);
  const signer = { name: 'Ada Sample', email: 'ada.sample@bakery.example' };
  const email = { subject: 'Here is the letter again', message: 'To the right address this time.' };
  const second = await letters.createFrom(first.id, {
    templateId: usageTemplate.id,
    signer,
    email,
    reference: 'ref-2',
  });
  await until('sent', second.id);
  expect(mails()[0]).toMatchObject({ to: signer.email, subject: email.subject, text: email.message });
  expect(simulator.world.agreements.get(second.id)?.input.formData).toEqual([
    { name: 'Business', value: 'Invented Bakery LLC' },
  ]);
});

test('a previous letter that is not there is refused, and nothing goes out', async () => {
  const lost = letters.createFrom('no-such-letter', letter);
  await expect(lost).rejects.toMatchObject({ name: 'LoaRefusedError', status: 404 });
  expect(simulator.world.agreements.list()).toEqual([]);
});

test('a letter is found by our reference, and one that was never made is not', async () => {
  const { id } = await letters.create(letter);
  expect((await letters.find('ref-1'))?.id).toBe(id);
  expect(await letters.find('ref-2')).toBeUndefined();
  expect(await letters.get('no-such-letter')).toBeUndefined();
});

test('a letter that is deleted while it is open can be signed no more, and is deleted once', async () => {
  const { id } = await letters.create(letter);
  await until('sent', id);
  const address = `${simulator.origin}/letters/${theLetter().secret}`;
  await fetch(address);
  expect(await letters.remove(id)).toBe(true);
  await fetch(`${address}/sign`, { method: 'POST' });
  expect(await (await fetch(address)).text()).toContain('This letter was taken back.');
  expect((await letters.get(id))?.status).toBe('deleted');
  expect(await letters.remove(id)).toBe(false);
});

test('a letter that is signed cannot be taken back', async () => {
  const { id } = await letters.create(letter);
  await until('sent', id);
  simulator.world.agreements.move(theLetter(), 'signed');
  await expect(letters.remove(id)).rejects.toMatchObject({ name: 'LoaRefusedError', status: 409 });
});

test('a signer who declines says why', async () => {
  const { id } = await letters.create(letter);
  await until('sent', id);
  await fetch(`${simulator.origin}/letters/${theLetter().secret}/decline`, {
    method: 'POST',
    body: new URLSearchParams({ reason: 'We share no data.' }),
  });
  expect(await letters.get(id)).toMatchObject({ status: 'declined', reason: 'We share no data.' });
});

test('a letter whose address takes no mail bounces', async () => {
  simulator.world.scenario.change({ mail: 'bounces' });
  const { id } = await letters.create(letter);
  await until('bounced', id);
  expect(mails()).toEqual([]);
});

test('both ways lead to a token, and each customer sees their own letters only', async () => {
  const { id } = await letters.create(letter);
  const signedIn = as({ idToken: 'an.id.token' });
  expect(await signedIn.get(id)).toBeUndefined();
  expect(await signedIn.find('ref-1')).toBeUndefined();
  expect(await signedIn.remove(id)).toBe(false);
  expect(requests(/token by/).map(({ summary }) => summary)).toEqual(['token by user_token', 'token by id_token']);
});

test('a token is kept for its customer until shortly before its end, and shared with nobody', async () => {
  const client = createLoaClient(credentials, { now: () => clock });
  const ada = client.as({ email: 'ada@bakery.example' });
  await Promise.all([ada.find('a'), ada.find('b'), client.as({ email: 'ada@bakery.example' }).find('c')]);
  expect(tokensAsked()).toBe(1);
  await client.as({ email: 'bo@bakery.example' }).find('a');
  // The same text, but of another kind: an id_token is no address.
  await client.as({ idToken: 'ada@bakery.example' }).find('a');
  expect(tokensAsked()).toBe(3);
  clock += (3_600 - 61) * 1000;
  await ada.find('a');
  expect(tokensAsked()).toBe(3);
  clock += 2_000;
  await ada.find('a');
  expect(tokensAsked()).toBe(4);
});

test('a token that ends before its time is asked for anew, once, and the call goes on', async () => {
  await letters.find('ref-1');
  simulator.world.loaTokens.callBack();
  const { status } = await letters.create(letter);
  expect(status).toBe('created');
  expect(tokensAsked()).toBe(2);
  expect(simulator.world.agreements.list()).toHaveLength(1);
});

test.each([
  ['client_secret', { clientSecret: 'wrong' }],
  ['client_id', { clientId: 'wrong' }],
])('a wrong %s is refused, and said without any secret', async (_, over) => {
  const asked = as({ email: 'ada@bakery.example' }, over).create(letter);
  const error = await asked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LoaRefusedError);
  expect(error).toMatchObject({ operation: 'token', status: 401 });
  expect(String(error)).toMatch(/Unknown client_id/);
  expect(JSON.stringify(error) + String(error)).not.toMatch(/ada@|wrong/);
});

test('the token endpoints take a form with their own grant only', async () => {
  const url = `${credentials.baseUrl}/ecostruxure/v1/oauth/token`;
  const { clientId: client_id, clientSecret: client_secret } = credentials;
  const ask = async (body: BodyInit, headers = {}) => {
    const answer = await fetch(url, { method: 'POST', body, headers });
    return [answer.status, (await answer.json()).error];
  };
  const form = { client_id, client_secret, email: 'ada@bakery.example', id_token: 'x' };
  expect(await ask(new URLSearchParams({ ...form, grant_type: 'user_token' }))).toEqual([
    400,
    'unsupported_grant_type',
  ]);
  expect(await ask(new URLSearchParams({ client_id, client_secret, grant_type: 'id_token' }))).toEqual([
    400,
    'invalid_request',
  ]);
  const json = JSON.stringify({ ...form, grant_type: 'id_token' });
  expect(await ask(json, { 'Content-Type': 'application/json' })).toEqual([415, 'invalid_request']);
});

test.each([
  ['a template that is not there', { templateId: 'none' }],
  ['a signer without an address', { signer: { name: 'Ada Sample', email: 'ada at bakery' } }],
])('%s is refused without what was sent in the error', async (_, over) => {
  const error = await letters.create({ ...letter, ...over }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'LoaRefusedError', status: 400 });
  expect(String(error)).not.toMatch(/Ada|bakery/);
});

test('an API that is down, slow or gone is unavailable, and a letter is never sent twice for it', async () => {
  await letters.find('x');
  simulator.world.scenario.change({ agreements: 'down' });
  await expect(letters.create(letter)).rejects.toMatchObject({ name: 'LoaUnavailableError', status: 503 });
  simulator.world.scenario.change({ agreements: 'up', latencyMs: 5_000 });
  await expect(letters.create(letter)).rejects.toBeInstanceOf(LoaUnavailableError);
  expect(requests(/agreements$/).filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(2);
  await simulator.close();
  await expect(letters.get('x')).rejects.toMatchObject({ name: 'LoaUnavailableError' });
});

test('an API that fails again and again is left alone for a while', async () => {
  await letters.find('x');
  simulator.world.scenario.change({ agreements: 'down' });
  const outcomes: unknown[] = [];
  for (let call = 0; call < 14; call++) outcomes.push(await letters.get('x').catch((error: unknown) => String(error)));
  expect(outcomes.at(-1)).toMatch(/resting/);
  const heard = requests(/:id/).length;
  await letters.get('x').catch(() => {});
  expect(requests(/:id/)).toHaveLength(heard);
});

test('an address where there is no such API is not taken for a letter that is not there', async () => {
  const elsewhere = as({ email: 'ada@bakery.example' }, { baseUrl: simulator.origin });
  await expect(elsewhere.get('x')).rejects.toMatchObject({ name: 'LoaRefusedError', operation: 'token', status: 404 });
});

/** What a letter's making comes to where the API answers with this. */
const createdAgainst = async (status: number, body: string): Promise<unknown> => {
  const token = JSON.stringify({ access_token: 't', token_type: 'Bearer', expires_in: 60 });
  const server = createServer(({ url }, answer) => {
    const isToken = url?.includes('token');
    answer.writeHead(isToken ? 200 : status, { 'Content-Type': 'application/json' }).end(isToken ? token : body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    const there = as({ email: 'ada@bakery.example' }, { baseUrl: `http://127.0.0.1:${port}` });
    return await there.create(letter).catch((thrown: unknown) => thrown);
  } finally {
    server.close();
    server.closeAllConnections();
  }
};
const at = '2026-11-21T16:00:00Z';
const answered = { id: 'x', templateId: 't', status: 'sent', createdAt: at, updatedAt: at };

test('an answer of the form we know is read', async () => {
  expect(await createdAgainst(201, JSON.stringify(answered))).toEqual(answered);
});

test.each([
  ['is no letter', '{"id":"x","signer":"Ada Sample"}'],
  ['is no JSON', '<p>Ada Sample</p>'],
  ['hardly ends', JSON.stringify({ ...answered, templateId: 'Ada Sample'.repeat(200_000) })],
])('an answer that %s is unreadable, and not quoted', async (_, body) => {
  const error = await createdAgainst(201, body);
  expect(error).toBeInstanceOf(LoaUnreadableError);
  expect(String(error)).not.toMatch(/Ada/);
});

test('a refusal is told in the API’s own words, without the person they are about', async () => {
  const message = 'Ada Sample <ada@bakery.example> or desk@elsewhere.example may not sign ref-1 twice.';
  const error = await createdAgainst(400, JSON.stringify({ message }));
  expect(String(error)).toBe(
    'LoaRefusedError: LOA create: refused with 400 ([…] <[…]> or […] may not sign […] twice.)',
  );
});

test('another template serves contracts', async () => {
  const made = await letters.create({ ...letter, templateId: contractTemplate.id });
  expect(made.templateId).toBe(contractTemplate.id);
});
