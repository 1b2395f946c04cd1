import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDemoCredentials, partnerOf } from './demo-credentials.ts';
import { openStage, type Stage, type TokenChanges } from './test-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const path = '/v1/utilities?postalCode=75201&commodity=electric';
const ask = async (headers: Record<string, string>, environment = 'test') => {
  const response = await stage.visit(`/msc/${environment}${path}`, { headers });
  const { error } = await response.json();
  return { status: response.status, code: error?.code };
};
const askWith = async (changes: TokenChanges) =>
  ask({ 'X-Api-Key': stage.credentials.apiKey, Authorization: `Bearer ${await stage.token(changes)}` });
const seconds = () => Math.floor(stage.clock.now.getTime() / 1000);

test('the right key with a fresh token is let in', async () => {
  expect((await stage.call(path)).status).toBe(200);
});

test('a call without an API key is refused', async () => {
  const headers = { Authorization: `Bearer ${await stage.token()}` };
  expect(await ask(headers)).toEqual({ status: 401, code: 'api_key_missing' });
});

test('an unknown API key is refused', async () => {
  const headers = { 'X-Api-Key': 'msc_test_nobody', Authorization: `Bearer ${await stage.token()}` };
  expect(await ask(headers)).toEqual({ status: 401, code: 'api_key_unknown' });
});

test('an API key without a token is refused', async () => {
  expect(await ask({ 'X-Api-Key': stage.credentials.apiKey })).toEqual({ status: 401, code: 'token_missing' });
});

test('a token signed by another key under our key id is refused', async () => {
  expect(await askWith({ signedBy: await createDemoCredentials('demo', 'test') })).toEqual({
    status: 401,
    code: 'token_invalid',
  });
});

test('a token with an unknown key id is refused', async () => {
  expect(await askWith({ kid: 'another' })).toEqual({ status: 401, code: 'key_unknown' });
});

test.each([
  ['another issuer', { iss: 'someone' }],
  ['another audience', { aud: 'http://simulator.example/msc/live' }],
  ['no jti', { jti: '' }],
])('a token with %s is refused', async (_what, claims) => {
  expect(await askWith({ claims })).toEqual({ status: 401, code: 'token_invalid' });
});

test('a token is good until five seconds past its exp, and no longer', async () => {
  const claims = (past: number) => ({ iat: seconds() - past - 60, exp: seconds() - past });
  expect((await askWith({ claims: claims(4) })).status).toBe(200);
  expect(await askWith({ claims: claims(6) })).toEqual({ status: 401, code: 'token_expired' });
});

test('a token that lives longer than 60 seconds is refused', async () => {
  expect(await askWith({ claims: { exp: seconds() + 61 } })).toEqual({ status: 401, code: 'token_too_long' });
});

test('a token from a clock more than five seconds ahead is refused', async () => {
  const claims = { iat: seconds() + 10, exp: seconds() + 70 };
  expect(await askWith({ claims })).toEqual({ status: 401, code: 'token_from_the_future' });
});

test('a token is good once', async () => {
  const headers = { 'X-Api-Key': stage.credentials.apiKey, Authorization: `Bearer ${await stage.token()}` };
  expect((await ask(headers)).status).toBe(200);
  expect(await ask(headers)).toEqual({ status: 401, code: 'token_reused' });
});

test('test credentials are refused on live, and live ones on test', async () => {
  const headers = { 'X-Api-Key': stage.credentials.apiKey, Authorization: `Bearer ${await stage.token()}` };
  expect(await ask(headers, 'live')).toEqual({ status: 401, code: 'wrong_environment' });

  const live = await createDemoCredentials('demo', 'live');
  const both = await openStage({ partners: [partnerOf(stage.credentials), partnerOf(live)] });
  const mixed = { 'X-Api-Key': live.apiKey, Authorization: `Bearer ${await stage.token()}` };
  const onTest = await both.visit(`/msc/test${path}`, { headers: mixed });
  const onLive = await both.visit(`/msc/live${path}`, { headers: mixed });
  expect([onTest.status, onLive.status]).toEqual([401, 401]);
  both.close();
});

test('a down service answers 503 until it is up again', async () => {
  stage.world.scenario.change({ pricing: 'down' });
  expect((await stage.call(path)).status).toBe(503);
  stage.world.scenario.change({ pricing: 'up' });
  expect((await stage.call(path)).status).toBe(200);
});
