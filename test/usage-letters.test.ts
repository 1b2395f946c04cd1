import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseLetter } from '../src/bff/commands/erase-letter.ts';
import { deriveKeys } from '../src/bff/keys.ts';
import { followLetters } from '../src/bff/letters/follow-letters.ts';
import { openLetter, rewrapLetters } from '../src/bff/letters/letter-payload.ts';
import { readPayloadKeys } from '../src/bff/payload/payload-keys.ts';
import { removeOld } from '../src/bff/payload/retention.ts';
import type { LoaAgreements, LoaClient } from '../src/upstreams/ecostruxure-loa/client.ts';
import { LoaUnavailableError } from '../src/upstreams/ecostruxure-loa/errors.ts';
import { type Letter, letter } from '../src/wire/letter.ts';
import { problem } from '../src/wire/problem.ts';
import { createStack, openSession, page, type Stack, say, secret } from './stack.ts';

/** What stands between the BFF and the upstream, to lose an answer on its way. */
let between: (real: LoaAgreements) => Partial<LoaAgreements> = () => ({});
const letterOnTheWay = (client: LoaClient): LoaClient => ({
  as(customer) {
    const real = client.as(customer);
    return { ...real, ...between(real) };
  },
});

let stack: Stack;
let token: string;
beforeEach(async () => {
  between = () => ({});
  stack = await createStack({ letterOnTheWay });
  ({ token } = await openSession(stack.app));
});
afterEach(() => stack.close());

const request = {
  commodity: 'electric',
  utility: 'ONCOR',
  customer: { legalName: 'Example Trading House LLC' },
  signer: { name: 'Dana Example', email: 'dana@example-trading.example' },
  accounts: [{ identifier: '10443720001234567' }],
};
const ask = (body: object = request, key = crypto.randomUUID(), as = token) =>
  say(stack.app, '/v1/letters', { body, token: as, headers: { 'Idempotency-Key': key } });
const made = async (answer: Response | Promise<Response>): Promise<Letter> => letter.parse(await (await answer).json());
const codeOf = async (answer: Response | Promise<Response>) => problem.parse(await (await answer).json()).code;
const see = (id: string) => made(say(stack.app, `/v1/letters/${id}`, { token }));
const again = (id: string, body: object = {}) => say(stack.app, `/v1/letters/${id}/sendings`, { body, token });
const cancel = (id: string) => say(stack.app, `/v1/letters/${id}/cancellation`, { body: {}, token });

const upstream = () => stack.simulator.world.agreements.list();
const out = () => upstream().filter(({ status }) => status !== 'deleted');
const mails = () => stack.simulator.world.mailbox.list();
/** Ten minutes later, or whatever is said. */
const later = (milliseconds = 600_000) => {
  const now = stack.clock.now().getTime() + milliseconds;
  stack.clock.now = () => new Date(now);
};
/** The rounds that come by themselves. */
const follow = () => {
  later();
  return followLetters(stack.deps);
};
const arrived = async (id: string) => {
  await expect.poll(() => mails().length).toBeGreaterThan(0);
  await follow();
  expect((await see(id)).status).toBe('sent');
};
const sign = (at = 0) => {
  const one = out()[at];
  if (!one) throw new Error('no letter');
  stack.simulator.world.agreements.move(one, 'signed');
};

test('a customer asks for a letter, signs it from the inbox, and the broker is told without anything personal', async () => {
  const asked = await ask();
  expect(asked.headers.get('Cache-Control')).toBe('no-store');
  const first = await made(asked);
  expect(first).toMatchObject({ status: 'preparing', to: 'd…@example-trading.example', accounts: [{ last4: '4567' }] });
  await arrived(first.id);
  expect(mails()[0]?.to).toBe('dana@example-trading.example');
  sign();
  await follow();
  const signed = await see(first.id);
  expect(signed.timeline.map(({ status }) => status)).toEqual(['preparing', 'sent', 'signed']);

  const told = await stack.deps.store.selectFrom('outbox_events').select('body').orderBy('created_at').execute();
  expect(told.map(({ body }) => JSON.parse(body).data.status)).toEqual(['sent', 'signed']);
  expect(told.map(({ body }) => body).join()).not.toMatch(/Dana|Trading|4567|example-trading/);
});

test('the letter says who may read what', async () => {
  await made(ask());
  expect(upstream()[0]?.input.formData).toEqual([
    { name: 'Business', value: 'Example Trading House LLC' },
    { name: 'Broker', value: 'Lonestar Energy Advisors' },
    { name: 'Utility', value: 'ONCOR' },
    { name: 'Energy', value: 'electric' },
    { name: 'Account 1', value: '10443720001234567' },
  ]);
});

test('five clicks at once, with one key or with five, are one letter', async () => {
  const key = crypto.randomUUID();
  const letters = await Promise.all([1, 2, 3, 4, 5].map((n) => made(ask(request, n < 3 ? key : undefined))));
  expect(new Set(letters.map(({ id }) => id)).size).toBe(1);
  await follow();
  expect(upstream()).toHaveLength(1);
});

test('the same request comes back to its letter after the server’s secret has changed', async () => {
  const key = crypto.randomUUID();
  const first = await made(ask(request, key));
  Object.assign(stack.deps, { keys: deriveKeys('another secret of the tests, as long as that one', secret) });
  expect((await made(ask(request, key))).id).toBe(first.id);
  expect((await made(ask())).id).toBe(first.id);
  expect(upstream()).toHaveLength(1);
});

test('another request under the same key is refused', async () => {
  const key = crypto.randomUUID();
  await ask(request, key);
  expect(await codeOf(ask({ ...request, utility: 'CENTERPOINT' }, key))).toBe('idempotency_key_reused');
});

test('a letter whose answer was lost is found by our reference and not sent twice', async () => {
  between = (real) => ({
    async create(agreement) {
      await real.create(agreement);
      throw new LoaUnavailableError('create', 'timeout');
    },
  });
  const { id, status } = await made(ask());
  expect(status).toBe('preparing');
  between = () => ({});
  await arrived(id);
  expect(upstream()).toHaveLength(1);
  expect(mails()).toHaveLength(1);
});

test('a letter that never reached the upstream is made once it is back, by nobody’s click', async () => {
  stack.simulator.world.scenario.change({ agreements: 'down' });
  const { id } = await made(ask());
  expect(upstream()).toEqual([]);
  await follow();
  stack.simulator.world.scenario.change({ agreements: 'up' });
  await follow();
  await arrived(id);
  expect(upstream()).toHaveLength(1);
});

test('nobody makes a letter that somebody else is making', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let calls = 0;
  between = (real) => ({
    async create(agreement) {
      calls++;
      await held;
      return real.create(agreement);
    },
  });
  const first = ask();
  await expect.poll(() => calls).toBe(1);
  // Ten seconds later a round comes by: the first is still at it.
  later(10_000);
  await followLetters(stack.deps);
  release();
  await first;
  expect([calls, upstream().length]).toEqual([1, 1]);
});

test('what the upstream refuses is a failure that operators read, and customers too', async () => {
  between = (real) => ({ create: (agreement) => real.create({ ...agreement, templateId: 'none' }) });
  const { status } = await made(ask());
  expect(status).toBe('failed');
  expect(stack.lines.join('')).toMatch(/letter_refused/);
  expect(stack.lines.join('')).not.toMatch(/Dana|example-trading/);
});

test('a letter that bounced goes to the right address, and the one before is taken back', async () => {
  stack.simulator.world.scenario.change({ mail: 'bounces' });
  const { id } = await made(ask());
  await expect.poll(() => upstream()[0]?.status).toBe('bounced');
  await follow();
  expect((await see(id)).status).toBe('bounced');
  stack.simulator.world.scenario.change({ mail: 'arrives' });
  const sent = await made(again(id, { email: 'office@example-trading.example' }));
  expect(sent).toMatchObject({ status: 'preparing', to: 'o…@example-trading.example' });
  await arrived(id);
  expect(mails().map(({ to }) => to)).toEqual(['office@example-trading.example']);
  expect(upstream().map(({ status }) => status)).toEqual(['sent', 'deleted']);
  const said = stack.simulator.world.journal.since(0).map(({ summary }) => summary);
  expect(said.filter((line) => line.endsWith('made from a previous one'))).toHaveLength(1);
  expect((await see(id)).timeline.map(({ status }) => status)).toEqual(['preparing', 'bounced', 'preparing', 'sent']);
});

test('a letter that is sent again after a crash in between is one letter', async () => {
  const { id } = await made(ask());
  await arrived(id);
  // Everything but the first step is lost.
  between = () => ({
    remove: () => Promise.reject(new LoaUnavailableError('remove', 'network')),
  });
  expect((await made(again(id))).status).toBe('preparing');
  between = () => ({});
  later();
  await follow();
  expect(out()).toHaveLength(1);
  expect(upstream()).toHaveLength(2);
});

test('a previous letter that the upstream has forgotten is no hindrance', async () => {
  const { id } = await made(ask());
  await arrived(id);
  stack.simulator.world.agreements.clear();
  await made(again(id));
  expect(out()).toHaveLength(1);
  expect(out()[0]?.input.formData).toHaveLength(5);
});

test('a letter is sent again a few times and no more', async () => {
  const { id } = await made(ask());
  await arrived(id);
  for (let sending = 2; sending <= 5; sending++) {
    await made(again(id));
    await expect.poll(() => mails().length).toBe(sending);
    await follow();
  }
  expect(await codeOf(again(id))).toBe('rate_limited');
});

test('a letter is cancelled while it is out, and can be signed no more', async () => {
  const { id } = await made(ask());
  await arrived(id);
  expect((await made(cancel(id))).status).toBe('cancelled');
  expect(out()).toEqual([]);
  expect(await codeOf(again(id))).toBe('letter_not_open');
  expect(await codeOf(cancel(id))).toBe('letter_not_open');
});

test('a letter that was signed while it was cancelled stays signed', async () => {
  const { id } = await made(ask());
  await arrived(id);
  sign();
  expect((await made(cancel(id))).status).toBe('signed');
});

test('a letter cannot be cancelled while the upstream does not answer, and says so', async () => {
  const { id } = await made(ask());
  await arrived(id);
  stack.simulator.world.scenario.change({ agreements: 'down' });
  expect(await codeOf(cancel(id))).toBe('upstream_unavailable');
  expect((await see(id)).status).toBe('sent');
});

test('what the signer wrote when declining comes to who asked, and the reason ends there', async () => {
  const { id } = await made(ask());
  await arrived(id);
  const [one] = out();
  if (one) stack.simulator.world.agreements.move(one, 'declined', 'We share no data.');
  await follow();
  expect(await see(id)).toMatchObject({ status: 'declined', reason: 'We share no data.' });
  const told = await stack.deps.store.selectFrom('outbox_events').select('body').execute();
  expect(told.map(({ body }) => body).join()).not.toMatch(/share/);
});

test.each([
  ['was taken back at', () => out().forEach((one) => void stack.simulator.world.agreements.takeBack(one))],
  ['is not known any more to', () => stack.simulator.world.agreements.clear()],
])('a letter that %s the upstream is cancelled here', async (_, happen) => {
  const { id } = await made(ask());
  await arrived(id);
  happen();
  await follow();
  expect((await see(id)).status).toBe('cancelled');
});

/** A round that asks how a letter stands, whose answer comes only when told to, and says `status`. */
const slowRound = async (status: 'viewed' | 'signed') => {
  let tell = () => {};
  let isAsked = false;
  const held = new Promise<void>((resolve) => {
    tell = resolve;
  });
  between = (real) => ({
    async get(which) {
      const old = await real.get(which);
      isAsked = true;
      await held;
      return old && { ...old, status };
    },
  });
  later();
  const round = followLetters(stack.deps);
  await expect.poll(() => isAsked).toBe(true);
  between = () => ({});
  return {
    async end() {
      tell();
      await round;
    },
  };
};

test('late news of a letter that was replaced change nothing', async () => {
  const { id } = await made(ask());
  await arrived(id);
  const round = await slowRound('signed');
  await made(again(id));
  await round.end();
  expect((await see(id)).status).not.toBe('signed');
});

test('what is over stays so, whatever comes late', async () => {
  const { id } = await made(ask());
  await arrived(id);
  const round = await slowRound('viewed');
  await made(cancel(id));
  await round.end();
  expect((await see(id)).status).toBe('cancelled');
});

test('nobody but the session that asked can see, repeat or cancel a letter', async () => {
  const { id } = await made(ask());
  const { token: other } = await openSession(stack.app);
  for (const [path, body] of [[''], ['/sendings', {}], ['/cancellation', {}]] as const) {
    const answer = say(stack.app, `/v1/letters/${id}${path}`, { ...(body ? { body } : {}), token: other });
    expect(await codeOf(answer)).toBe('not_found');
  }
});

test('a site that does not offer it sends none', async () => {
  const { token: electric } = await openSession(stack.app, 'pk_test_electric', page);
  expect(await codeOf(ask(request, undefined, electric))).toBe('not_found');
  expect((await openSession(stack.app, 'pk_test_electric', page)).site.usageAuthorization).toBeUndefined();
  expect((await openSession(stack.app)).site.usageAuthorization).toBe(true);
});

test('each wrong field is named, and nothing goes out', async () => {
  const answer = await ask({ ...request, signer: { name: ' ', email: 'dana' }, accounts: [] });
  const { errors } = problem.parse(await answer.json());
  expect(errors?.map(({ path }) => path)).toEqual(['/signer/name', '/signer/email', '/accounts']);
  expect(upstream()).toEqual([]);
});

test('names, addresses and numbers are sealed while the letter is out, and gone once it is signed', async () => {
  const { id } = await made(ask());
  await arrived(id);
  const stored = async () => JSON.stringify(await stack.deps.store.selectFrom('letters').selectAll().execute());
  expect(await stored()).not.toMatch(/Dana|Trading|dana@|10443720/);
  const next = readPayloadKeys({ BFF_SECRET: secret, PAYLOAD_KEYS: `new:${Buffer.alloc(32, 7).toString('base64')}` });
  expect(await rewrapLetters(stack.deps.store, next)).toBe(1);
  const [sealed] = await stack.deps.store.selectFrom('letters').selectAll().execute();
  expect(sealed?.key_id).toBe('new');
  expect(sealed && openLetter(next, sealed)?.signer.email).toBe('dana@example-trading.example');
  expect(await rewrapLetters(stack.deps.store, stack.deps.payloadKeys).catch(() => 'unknown key')).toBe('unknown key');
  Object.assign(stack.deps, { payloadKeys: next });
  sign();
  await follow();
  const [row] = await stack.deps.store.selectFrom('letters').selectAll().execute();
  expect([row?.sealed, row?.wrapped_key, row?.key_id]).toEqual([null, null, null]);
  expect(stack.lines.join('')).not.toMatch(/Dana|Trading|dana@|10443720/);
});

test('a letter nobody answered is forgotten after ninety days, and one that is over can be erased before', async () => {
  const { id } = await made(ask());
  await arrived(id);
  await expect(eraseLetter(stack.deps.store, id)).rejects.toThrow('still out');
  await cancel(id);
  await eraseLetter(stack.deps.store, id);
  const [row] = await stack.deps.store.selectFrom('letters').selectAll().execute();
  expect(row).toMatchObject({ session_id: 'erased', recipient: '', accounts: '[]' });
  later(91 * 24 * 3_600_000);
  await removeOld(stack.deps);
  expect(await stack.deps.store.selectFrom('letters').selectAll().execute()).toEqual([]);
});
