import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeBff, jsonResponse } from '../../../test/support/fake-bff.ts';
import { createWidgetContext } from '../widget-context.ts';
import { startSigning } from './open-signing.ts';
import { signingState } from './signing-machine.ts';

beforeEach(() => sessionStorage.clear());
afterEach(() => history.replaceState(null, '', location.pathname + location.search));

test('stores the ID of the contract before the tab navigates to the signing page', async () => {
  const bff = createFakeBff();
  // The URL differs from this page only in the fragment, so the tab navigates without unloading the test.
  const url = `${location.origin}${location.pathname}${location.search}#signing`;
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () =>
    jsonResponse({ url, presentation: 'redirect', expiresAt }, 201),
  );
  const options = { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch };
  const context = createWidgetContext({ options, host: document.body, emit: () => true, adoptStyles: () => {} });
  await startSigning(context, 'c_1', 'redirect', 'Loading');
  expect(location.hash).toBe('#signing');
  expect(signingState(context).value).toMatchObject({ state: 'open', surface: { kind: 'redirect' } });
  expect(context.sessionStore.read('signing')).toBe('c_1');
});
