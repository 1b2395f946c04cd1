import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { integrationKey } from './static-handlers.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
});
afterEach(() => harness.close());

const host = 'https://broker.example';

/**
 * Opens a ceremony.
 *
 * @returns the contract's ID, the token of the signing link, the response to the link, and the path of the session
 */
const open = async (presentation: 'focused' | 'popup' = 'focused') => {
  const { id } = await harness.createAnyContract();
  const { token } = harness.state.signingLinks.create({
    contractId: id,
    returnUrl: 'https://bff.example/signing/return',
    frameAncestors: [harness.state.origin, host],
    presentation,
  });
  const link = await harness.fetch(`/ceremony/links/${token}`);
  return { id, token, link, session: link.headers.get('location') ?? '' };
};
const end = (session: string, form: Record<string, string>) =>
  harness.fetch(session, { method: 'POST', body: new URLSearchParams(form) });

const frameMessageOf = async (response: Response): Promise<unknown> => {
  const [, text = 'null'] = /data-message="([^"]*)"/.exec(await response.text()) ?? [];
  return JSON.parse(text.replaceAll('&#34;', '"'));
};

test('a framed ceremony reports that it is ready, but only to allowed frame ancestors', async () => {
  const { session } = await open();
  const page = await harness.fetch(session);
  const policy = page.headers.get('content-security-policy');
  expect(policy).toContain(`frame-ancestors ${harness.state.origin} ${host}`);
  expect(policy).toContain("script-src 'self'");
  const text = await page.clone().text();
  expect(text).toContain(`data-ancestors="${harness.state.origin} ${host}"`);
  expect(await frameMessageOf(page)).toEqual({ type: 'ready' });
});

test('when a framed ceremony ends, it notifies DocuSign’s script and does not redirect', async () => {
  const { session } = await open();
  const endedPage = await end(session, { ending: 'signing_complete', name: 'Ada Sample' });
  expect([endedPage.status, endedPage.headers.get('location')]).toEqual([200, null]);
  expect(await frameMessageOf(endedPage)).toMatchObject({ type: 'sessionEnd', sessionEndType: 'signing_complete' });
});

test('a framed ceremony can end with an unknown event, but does not offer events that the focused view never reports', async () => {
  const { session } = await open();
  const text = await (await harness.fetch(session)).text();
  expect(text).toContain('value="unknown_event"');
  expect(text).not.toContain('id_check_failed');
  expect(await frameMessageOf(await end(session, { ending: 'unknown_event' }))).toMatchObject({
    sessionEndType: 'unknown_event',
  });
});

test('a used link or an idle session ends the focused view, and an expired link gets a 410 response', async () => {
  const first = await open();
  const second = await harness.fetch(`/ceremony/links/${first.token}`);
  expect(await frameMessageOf(second)).toMatchObject({ sessionEndType: 'ttl_expired' });
  await harness.fetch('/simulator/signing-sessions/idle', { method: 'POST' });
  expect(await frameMessageOf(await harness.fetch(first.session))).toMatchObject({ sessionEndType: 'session_timeout' });

  const { id } = await harness.createAnyContract();
  const url = await harness.createSigningUrl(id);
  await harness.fetch('/simulator/signing-links/expire', { method: 'POST' });
  expect((await harness.fetch(url)).status).toBe(410);
});

test('signing a contract that was voided during the ceremony ends the session with viewing_complete', async () => {
  const { id, session } = await open();
  await harness.fetch(session);
  const body = '{"status":"voided"}';
  expect((await harness.fetch(`/simulator/contracts/${id}/status`, { method: 'PUT', body })).status).toBe(200);
  const endedPage = await end(session, { ending: 'signing_complete', name: 'Ada Sample' });
  expect(await frameMessageOf(endedPage)).toMatchObject({ sessionEndType: 'viewing_complete' });
  expect(harness.state.contracts.get(id)?.status).toBe('voided');
});

test('the document in a framed ceremony has the same frame ancestors as the signing page', async () => {
  const { session } = await open();
  const pdf = await harness.fetch(`${session}/document`);
  expect(pdf.headers.get('content-security-policy')).toBe(`frame-ancestors 'self' ${harness.state.origin} ${host}`);
});

test('only the scenario “coop” severs a popup from its opener', async () => {
  const normal = await open('popup');
  expect(normal.link.headers.get('cross-origin-opener-policy')).toBeNull();
  harness.state.scenario.update({ ceremony: 'coop' });
  const { link, session } = await open('popup');
  expect(link.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect((await harness.fetch(session)).headers.get('cross-origin-opener-policy')).toBe('same-origin');
});

test('serves the bundle as a script that contains the integration key', async () => {
  const bundle = await harness.fetch('/docusign/bundle.js');
  expect(bundle.headers.get('content-type')).toContain('text/javascript');
  expect(await bundle.text()).toContain(integrationKey);
});
