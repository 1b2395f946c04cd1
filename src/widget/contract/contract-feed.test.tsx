import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff, refuse } from '../fake-bff.ts';
import { createShopper } from '../shopper.ts';
import { eventually } from '../walk.ts';
import { type ContractFeed, createContractFeed } from './contract-feed.ts';

const stream = 'GET /v1/contracts/c_1/events';
const once = 'GET /v1/contracts/c_1';
let bff: FakeBff;
let feed: ContractFeed;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  feed.destroy();
  vi.restoreAllMocks();
});

function follow() {
  const options = { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch };
  const shopper = createShopper({ options, host: document.body, emit: () => true, adopt: () => {} });
  feed = createContractFeed(shopper, 'c_1', { backoff: 5, poll: 10, silence: 60_000 });
}
const status = () => feed.contract.value?.status;
const cut = () => Promise.reject(new TypeError('stream cut'));

test('news come by the stream', async () => {
  follow();
  await eventually(() => expect(feed.line.value).toBe('live'));
  bff.move({ status: 'viewed' });
  await eventually(() => expect(status()).toBe('viewed'));
});

test('a stream that was cut goes on where it was', async () => {
  bff.once(stream, () => new Response(null, { headers: { 'content-type': 'text/event-stream' } }));
  follow();
  bff.move({ status: 'viewed' });
  await eventually(() => expect(bff.count(stream)).toBe(2));
  const last = bff.seen.findLast(({ path }) => path.endsWith('/events'));
  expect(last?.headers.get('last-event-id')).toBe(String(feed.contract.value?.seq));
});

test('where streams are cut it asks again and again, and tries a stream now and then', async () => {
  for (let turn = 0; turn < 4; turn++) bff.once(stream, cut);
  follow();
  const lines = new Set<string>();
  feed.line.subscribe((line) => void lines.add(line));
  await eventually(() => expect(feed.line.value).toBe('polling'));
  bff.learn({ status: 'accepted' });
  await eventually(() => expect(status()).toBe('accepted'));
  await eventually(() => expect(feed.line.value).toBe('live'));
  // The server answered all the time.
  expect(lines).not.toContain('lost');
});

test('a device that slept, or was offline, asks as soon as it is back', async () => {
  follow();
  await eventually(() => expect(feed.line.value).toBe('live'));
  for (const back of [
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => dispatchEvent(new Event('online')),
  ]) {
    const before = bff.count(once);
    back();
    await eventually(() => expect(bff.count(once)).toBe(before + 1));
  }
  // The stream that looked alive brought nothing: only asking did.
  bff.learn({ status: 'accepted' });
  dispatchEvent(new Event('online'));
  await eventually(() => expect(status()).toBe('accepted'));
});

test('an answer that was overtaken changes nothing', async () => {
  follow();
  await eventually(() => expect(feed.line.value).toBe('live'));
  bff.move({ status: 'submitted' });
  await eventually(() => expect(status()).toBe('submitted'));
  const { seq = 0 } = feed.contract.value ?? {};
  bff.once(once, () => Response.json({ ...feed.contract.value, status: 'sent', seq: seq - 1 }));
  expect(await feed.refresh()).toBe(true);
  expect(status()).toBe('submitted');
});

test('a contract that is not ours to see says so and asks no more', async () => {
  bff.once(once, () => refuse('not_found', 404));
  follow();
  await eventually(() => expect(feed.line.value).toBe('gone'));
  expect(bff.count(stream)).toBe(0);
});

test('a question that got no answer says so', async () => {
  follow();
  await eventually(() => expect(feed.line.value).toBe('live'));
  bff.once(once, cut);
  expect(await feed.refresh()).toBe(false);
});
