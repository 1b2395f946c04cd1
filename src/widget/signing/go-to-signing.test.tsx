import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer, createFakeBff } from '../fake-bff.ts';
import { createShopper } from '../shopper.ts';
import { openSigning } from './go-to-signing.ts';

beforeEach(() => sessionStorage.clear());
afterEach(() => history.replaceState(null, '', location.pathname + location.search));

test('a tab that leaves to sign remembers it, whether or not the step after signing has come', async () => {
  const bff = createFakeBff();
  // A fragment of this page: the tab goes there, and stays.
  const url = `${location.origin}${location.pathname}${location.search}#signing`;
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  bff.once('POST /v1/contracts/c_1/signing-sessions', () => answer({ url, presentation: 'redirect', expiresAt }, 201));
  const options = { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch };
  const shopper = createShopper({ options, host: document.body, emit: () => true, adopt: () => {} });
  shopper.signing.value = { state: 'preparing' };
  await openSigning(shopper, 'c_1', 'redirect');
  expect(location.hash).toBe('#signing');
  expect(shopper.signing.value).toMatchObject({ state: 'open', place: { as: 'redirect' } });
  expect(shopper.memory.read('signing')).toBe('c_1');
});
