import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import { waitFor } from '../../../test/support/flow.ts';
import { createWidgetContext } from '../widget-context.ts';
import { type ContractSubscription, createContractSubscription } from './contract-subscription.ts';

const stream = 'GET /v1/contracts/c_1/events';
const once = 'GET /v1/contracts/c_1';
let bff: FakeBff;
let subscription: ContractSubscription;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  subscription.destroy();
  vi.restoreAllMocks();
});

function subscribe() {
  const options = { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch };
  const context = createWidgetContext({ options, host: document.body, emit: () => true, adoptStyles: () => {} });
  subscription = createContractSubscription(context, 'c_1', {
    backoffMs: 5,
    pollIntervalMs: 10,
    silenceTimeoutMs: 60_000,
  });
}
const status = () => subscription.contract.value?.status;
const endStream = () => Promise.reject(new TypeError('stream cut'));

test('the contract subscription receives updates through the event stream', async () => {
  subscribe();
  await waitFor(() => expect(subscription.connection.value).toBe('live'));
  bff.pushUpdate({ status: 'viewed' });
  await waitFor(() => expect(status()).toBe('viewed'));
});

test('resumes an interrupted stream after the last event', async () => {
  bff.respondOnce(stream, () => new Response(null, { headers: { 'content-type': 'text/event-stream' } }));
  subscribe();
  bff.pushUpdate({ status: 'viewed' });
  await waitFor(() => expect(bff.requestCount(stream)).toBe(2));
  const lastRequest = bff.requests.findLast(({ path }) => path.endsWith('/events'));
  expect(lastRequest?.headers.get('last-event-id')).toBe(String(subscription.contract.value?.seq));
});

test('polls while the event stream fails, and retries the stream periodically', async () => {
  for (let transitions = 0; transitions < 4; transitions++) bff.respondOnce(stream, endStream);
  subscribe();
  const connectionStates = new Set<string>();
  subscription.connection.subscribe((connection) => void connectionStates.add(connection));
  await waitFor(() => expect(subscription.connection.value).toBe('polling'));
  bff.setWithoutEvent({ status: 'accepted' });
  await waitFor(() => expect(status()).toBe('accepted'));
  await waitFor(() => expect(subscription.connection.value).toBe('live'));
  // The server was always reachable.
  expect(connectionStates).not.toContain('lost');
});

test('fetches the contract immediately when the page becomes visible or the device goes online', async () => {
  subscribe();
  await waitFor(() => expect(subscription.connection.value).toBe('live'));
  for (const restored of [
    () => document.dispatchEvent(new Event('visibilitychange')),
    () => dispatchEvent(new Event('online')),
  ]) {
    const before = bff.requestCount(once);
    restored();
    await waitFor(() => expect(bff.requestCount(once)).toBe(before + 1));
  }
  // Simulates a stream that is dead without an error, so that only the request delivers the update.
  bff.setWithoutEvent({ status: 'accepted' });
  dispatchEvent(new Event('online'));
  await waitFor(() => expect(status()).toBe('accepted'));
});

test('ignores a contract version that is older than the current one', async () => {
  subscribe();
  await waitFor(() => expect(subscription.connection.value).toBe('live'));
  bff.pushUpdate({ status: 'submitted' });
  await waitFor(() => expect(status()).toBe('submitted'));
  const { seq = 0 } = subscription.contract.value ?? {};
  bff.respondOnce(once, () => Response.json({ ...subscription.contract.value, status: 'sent', seq: seq - 1 }));
  expect(await subscription.refresh()).toBe(true);
  expect(status()).toBe('submitted');
});

test('reports a contract that the server does not find as gone, and opens no event stream', async () => {
  bff.respondOnce(once, () => problemResponse('not_found', 404));
  subscribe();
  await waitFor(() => expect(subscription.connection.value).toBe('gone'));
  expect(bff.requestCount(stream)).toBe(0);
});

test('`refresh` resolves to false if the request fails', async () => {
  subscribe();
  await waitFor(() => expect(subscription.connection.value).toBe('live'));
  bff.respondOnce(once, endStream);
  expect(await subscription.refresh()).toBe(false);
});
