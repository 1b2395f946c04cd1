import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Contract, type ContractStatus, contract as contractSchema } from '../src/wire/contract.ts';
import {
  createTestBff,
  createTestContract,
  openSession,
  pecanSecret,
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

interface WebhookOptions {
  readonly id?: string;
  readonly partnerReference?: string;
  readonly environment?: string;
  readonly path?: string;
  readonly secret?: string;
  readonly type?: string;
  /** The time of the event; by default now. */
  readonly at?: Date;
  readonly signers?: readonly { readonly order: number; readonly status: string }[];
  readonly accounts?: readonly { readonly identifierLast4: string; readonly status: string }[];
  readonly reasons?: readonly { readonly code: string; readonly message: string }[];
}

function send(status: string, options: WebhookOptions = {}): Promise<Response> {
  const {
    id = `evt_${crypto.randomUUID()}`,
    partnerReference = created.id,
    environment = 'test',
    reasons = [],
  } = options;
  const { type = 'contract.status_changed', at = new Date(), signers, accounts } = options;
  const data = { contractId: 'msc_1', partnerReference, status, reasons, signers, accounts };
  const body = JSON.stringify({ id, type, environment, occurredAt: at.toISOString(), data });
  const now = new Date();
  return Promise.resolve(
    bff.app.request(options.path ?? '/webhooks/msc/lonestar/test', {
      method: 'POST',
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(options.secret ?? bff.credentials.webhookSecret).sign(id, now, body),
      },
      body,
    }),
  );
}

const current = async (): Promise<Contract> =>
  contractSchema.parse(await (await sendRequest(bff.app, `/v1/contracts/${created.id}`, { token })).json());

test('events that arrive out of order result in the highest-ranked status', async () => {
  const order: ContractStatus[] = ['accepted', 'viewed', 'submitted', 'signed'];
  for (const status of order) expect((await send(status)).status).toBe(204);
  const { status, timeline, accounts } = await current();
  expect(status).toBe('accepted');
  expect(accounts.map((account) => account.status)).toEqual(['accepted']);
  expect(timeline.map((entry) => entry.status).sort()).toEqual(['accepted', 'sent', 'signed', 'submitted', 'viewed']);
});

test('an event that is delivered fifty times changes the contract once', async () => {
  const events = () => bff.appContext.store.selectFrom('outbox_events').selectAll().execute();
  const before = await events();
  const responses = await Promise.all(Array.from({ length: 50 }, () => send('signed', { id: 'evt_same' })));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([204]));
  expect(await events()).toHaveLength(before.length + 1);
  expect(bff.logLines.filter((line) => line.includes('"duplicate"'))).toHaveLength(49);
  const inbox = await bff.appContext.store.selectFrom('webhook_inbox').selectAll().execute();
  expect(inbox).toHaveLength(1);
});

test('simultaneous events each take effect once', async () => {
  const statuses = ['viewed', 'enrolled', 'signed', 'accepted', 'submitted'];
  const duplicates = statuses.flatMap((status) => [
    send(status, { id: `evt_${status}` }),
    send(status, { id: `evt_${status}` }),
  ]);
  const responses = await Promise.all([...duplicates, send('signed', { partnerReference: 'ct_unknown' })]);
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([204]));
  const { status, seq } = await current();
  expect(status).toBe('enrolled');
  expect(seq).toBeGreaterThanOrEqual(created.seq + statuses.length);
  expect(bff.logLines.filter((line) => line.includes('"duplicate"'))).toHaveLength(statuses.length);
});

test('a contract keeps its reason when an event with an earlier status and no reason arrives late', async () => {
  const reasons = [{ code: 'A76', message: 'account not found' }];
  await send('rejected', { reasons });
  await send('accepted');
  const { status, ...contract } = await current();
  expect([status, contract.reasons]).toEqual(['rejected', reasons]);
});

test('a webhook event for an unknown contract is stored and acknowledged', async () => {
  expect((await send('signed', { partnerReference: 'ct_unknown' })).status).toBe(204);
  expect(await bff.appContext.store.selectFrom('webhook_inbox').select('contract_id').execute()).toEqual([
    { contract_id: null },
  ]);
});

test('a validly signed event from another partner does not affect our contract', async () => {
  expect((await send('signed', { path: '/webhooks/msc/pecan/test', secret: pecanSecret })).status).toBe(204);
  expect((await current()).status).toBe(created.status);
});

test('if a reason arrives after its status, the contract gets the reason', async () => {
  await send('rejected');
  const reasons = [{ code: 'A76', message: 'account not found' }];
  await send('rejected', { reasons });
  const { reasons: storedReasons, accounts } = await current();
  expect([storedReasons, accounts[0]?.reasons]).toEqual([reasons, reasons]);
});

test('an event for another environment or partner, or signed with another secret, is rejected and changes nothing', async () => {
  expect((await send('signed', { environment: 'live' })).status).toBe(422);
  expect((await send('signed', { path: '/webhooks/msc/lonestar/live' })).status).toBe(404);
  expect((await send('signed', { path: '/webhooks/msc/unknown/test' })).status).toBe(404);
  expect((await send('signed', { secret: 'whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcg==' })).status).toBe(401);
  expect((await current()).status).toBe(created.status);
});

test('a declined contract stays declined when an earlier event arrives late', async () => {
  await send('declined', { reasons: [{ code: 'SIGNER_DECLINED', message: 'Found\n a\u202e better rate' }] });
  await send('viewed');
  await send('sent');
  const { status, reasons, signing } = await current();
  expect(status).toBe('declined');
  expect(reasons).toEqual([{ code: 'SIGNER_DECLINED', message: 'Found a better rate' }]);
  expect(signing).toEqual({ you: 'declined', others: 0 });
  expect(bff.logLines.join('')).not.toContain('better rate');
});

test("truncates a signer's reason to 500 characters", async () => {
  await send('declined', { reasons: [{ code: 'SIGNER_DECLINED', message: '😀'.repeat(5_000) }] });
  expect((await current()).reasons[0]?.message).toBe('😀'.repeat(500));
});

test('a contract stays signed if an event reports later that its envelope was sent', async () => {
  await send('signed');
  await send('sent', { at: new Date(Date.now() + 1_000) });
  expect((await current()).status).toBe('signed');
});

test('the timeline has the time at which each status was first reached, regardless of the order of events', async () => {
  const [first, later] = [new Date(Date.now() - 60_000), new Date()];
  await send('submitted', { at: later });
  await send('submitted', { at: first });
  const { timeline } = await current();
  expect(timeline.find(({ status }) => status === 'submitted')?.at).toBe(first.toISOString());
});

test('a hold is shown until it is lifted, and a late event about the hold has no effect', async () => {
  const at = (second: number) => ({ at: new Date(Date.now() + second * 1_000) });
  const [signed, onHold, resumed] = [at(1), at(2), at(3)];
  await send('submitted', signed);
  await send('on_hold', onHold);
  expect((await current()).status).toBe('on_hold');
  await send('submitted', resumed);
  const { status, seq } = await current();
  expect(status).toBe('submitted');
  await send('on_hold', onHold);
  expect(await current()).toMatchObject({ status: 'submitted', seq });
});

test('each account of a contract has a separate timeline', async () => {
  const last4 = created.accounts[0]?.last4 ?? '';
  await send('submitted', { accounts: [{ identifierLast4: last4, status: 'submitted' }] });
  await send('submitted', { accounts: [{ identifierLast4: last4, status: 'rejected' }] });
  await send('accepted', { accounts: [{ identifierLast4: last4, status: 'submitted' }] });
  const { status, timeline, accounts } = await current();
  expect(status).toBe('accepted');
  expect(accounts[0]?.status).toBe('rejected');
  expect(accounts[0]?.timeline.map((past) => past.status)).toEqual(['sent', 'submitted', 'rejected']);
  expect(timeline.map((past) => past.status)).toEqual(['sent', 'submitted', 'accepted']);
});

test('the status shows the first of two signatures, and a late event does not revert it', async () => {
  const signers = (first: string, second: string) => ({
    signers: [
      { order: 1, status: first },
      { order: 2, status: second },
    ],
  });
  await send('viewed', signers('waiting', 'waiting'));
  expect((await current()).signing).toEqual({ you: 'waiting', others: 1 });
  await send('viewed', signers('signed', 'waiting'));
  await send('viewed', signers('waiting', 'waiting'));
  expect(await current()).toMatchObject({ status: 'viewed', signing: { you: 'signed', others: 1 } });
  await send('signed');
  expect((await current()).signing).toEqual({ you: 'signed', others: 0 });
});

test('an expired contract is shown as unsigned', async () => {
  await send('expired');
  expect((await current()).signing).toEqual({ you: 'waiting', others: 0 });
});

test('a validly signed event of an unknown type is acknowledged and logged, but changes nothing', async () => {
  expect((await send('signed', { type: 'contract.archived' })).status).toBe(204);
  expect(bff.logLines.join('')).toContain('webhook_ignored');
  expect(await current()).toEqual(created);
});

test('an event with an unknown status is rejected and logged', async () => {
  expect((await send('teleported')).status).toBe(422);
  expect(bff.logLines.join('')).toContain('webhook_body_invalid');
});

test('an open stream receives a change, and a reconnected stream receives the change that it missed', async () => {
  const open = (lastEventId?: string) =>
    sendRequest(bff.app, `/v1/contracts/${created.id}/events`, {
      token,
      headers: lastEventId ? { 'Last-Event-ID': lastEventId } : {},
    });
  const first = eventsOf(await open());
  expect((await first.next()).status).toBe(created.status);
  await send('signed');
  const update = await first.next();
  expect(update.status).toBe('signed');
  await first.stop();

  await send('submitted');
  const second = eventsOf(await open(String(update.seq)));
  expect((await second.next()).status).toBe('submitted');
  const known = (await current()).seq;
  await second.stop();

  const third = eventsOf(await open(String(known)));
  await send('accepted');
  expect((await third.next()).status).toBe('accepted');
  await third.stop();
  await expect.poll(bff.subscriberCount).toBe(0);
});

test('limits the streams per session, and a closed stream frees its slot', async () => {
  const open = () => sendRequest(bff.app, `/v1/contracts/${created.id}/events`, { token });
  const streams = [];
  for (let count = 0; count < 6; count++) streams.push(eventsOf(await open()));
  expect((await open()).status).toBe(429);
  await streams[0]?.stop();
  await expect.poll(async () => (await open()).status).toBe(200);
  await Promise.all(streams.map((stream) => stream.stop()));
});

/** Reads contracts from an event stream, one at a time. */
function eventsOf(response: Response) {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    async next(): Promise<Contract> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const event = text.slice(0, end);
          text = text.slice(end + 2);
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data) return contractSchema.parse(JSON.parse(data));
          continue;
        }
        const read = await reader?.read();
        if (!read || read.done) throw new Error('the stream ended');
        text += decoder.decode(read.value, { stream: true });
      }
    },
    stop: async () => reader?.cancel(),
  };
}
