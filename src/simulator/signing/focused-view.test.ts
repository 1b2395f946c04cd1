import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from '../test-stage.ts';
import { integrationKey } from './browser-files.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const host = 'https://broker.example';

/** Opens a ceremony; its session's path, and the answer to its link. */
const open = async (presentation: 'focused' | 'popup' = 'focused') => {
  const { id } = await stage.contract();
  const { token } = stage.world.signingLinks.mint({
    contractId: id,
    returnUrl: 'https://bff.example/signing/return',
    frameAncestors: [stage.world.origin, host],
    presentation,
  });
  const link = await stage.visit(`/ceremony/links/${token}`);
  return { id, token, link, session: link.headers.get('location') ?? '' };
};
const end = (session: string, form: Record<string, string>) =>
  stage.visit(session, { method: 'POST', body: new URLSearchParams(form) });

/** What a framed page tells the bundle around it. */
const says = async (response: Response): Promise<unknown> => {
  const [, text = 'null'] = /data-says="([^"]*)"/.exec(await response.text()) ?? [];
  return JSON.parse(text.replaceAll('&#34;', '"'));
};

test('a framed ceremony says it is ready, to those that may frame it', async () => {
  const { session } = await open();
  const page = await stage.visit(session);
  const policy = page.headers.get('content-security-policy');
  expect(policy).toContain(`frame-ancestors ${stage.world.origin} ${host}`);
  expect(policy).toContain("script-src 'self'");
  const text = await page.clone().text();
  expect(text).toContain(`data-ancestors="${stage.world.origin} ${host}"`);
  expect(await says(page)).toEqual({ type: 'ready' });
});

test('it ends where it stands: the bundle is told how, and nobody is sent to the return URL', async () => {
  const { session } = await open();
  const ended = await end(session, { ending: 'signing_complete', name: 'Ada Sample' });
  expect([ended.status, ended.headers.get('location')]).toEqual([200, null]);
  expect(await says(ended)).toMatchObject({ type: 'sessionEnd', sessionEndType: 'signing_complete' });
});

test('an ending that nobody has heard of is offered, those focused view does not know are not', async () => {
  const { session } = await open();
  const text = await (await stage.visit(session)).text();
  expect(text).toContain('value="unheard_of"');
  expect(text).not.toContain('id_check_failed');
  expect(await says(await end(session, { ending: 'unheard_of' }))).toMatchObject({ sessionEndType: 'unheard_of' });
});

test('a link used twice, a link too old and a session too idle end the view', async () => {
  const one = await open();
  const again = await stage.visit(`/ceremony/links/${one.token}`);
  expect(await says(again)).toMatchObject({ sessionEndType: 'ttl_expired' });
  await stage.visit('/simulator/signing-sessions/idle', { method: 'POST' });
  expect(await says(await stage.visit(one.session))).toMatchObject({ sessionEndType: 'session_timeout' });

  const { id } = await stage.contract();
  const url = await stage.signingUrl(id);
  await stage.visit('/simulator/signing-links/expire', { method: 'POST' });
  expect((await stage.visit(url)).status).toBe(410);
});

test('a contract voided under the signer’s hands was only viewed', async () => {
  const { id, session } = await open();
  await stage.visit(session);
  const body = '{"status":"voided"}';
  expect((await stage.visit(`/simulator/contracts/${id}/status`, { method: 'PUT', body })).status).toBe(200);
  const ended = await end(session, { ending: 'signing_complete', name: 'Ada Sample' });
  expect(await says(ended)).toMatchObject({ sessionEndType: 'viewing_complete' });
  expect(stage.world.contracts.get(id)?.status).toBe('voided');
});

test('the document in a framed ceremony may be framed by the same', async () => {
  const { session } = await open();
  const pdf = await stage.visit(`${session}/document`);
  expect(pdf.headers.get('content-security-policy')).toBe(`frame-ancestors 'self' ${stage.world.origin} ${host}`);
});

test('a popup is cut off from its opener only when the scenario says so', async () => {
  const usual = await open('popup');
  expect(usual.link.headers.get('cross-origin-opener-policy')).toBeNull();
  stage.world.scenario.change({ ceremony: 'coop' });
  const { link, session } = await open('popup');
  expect(link.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect((await stage.visit(session)).headers.get('cross-origin-opener-policy')).toBe('same-origin');
});

test('the bundle is served as a script with the one integration key it knows', async () => {
  const bundle = await stage.visit('/docusign/bundle.js');
  expect(bundle.headers.get('content-type')).toContain('text/javascript');
  expect(await bundle.text()).toContain(integrationKey);
});
