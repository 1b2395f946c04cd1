import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createSimulatorHarness,
  type SimulatorHarness,
  type TokenOverrides,
} from '../../test/support/simulator-harness.ts';
import { createDemoCredentials, partnerOf } from './demo-credentials.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
});
afterEach(() => harness.close());

const path = '/v1/utilities?postalCode=75201&commodity=electric';
const request = async (headers: Record<string, string>, environment = 'test') => {
  const response = await harness.fetch(`/msc/${environment}${path}`, { headers });
  const { error } = await response.json();
  return { status: response.status, code: error?.code };
};
const requestWithToken = async (changes: TokenOverrides) =>
  request({ 'X-Api-Key': harness.credentials.apiKey, Authorization: `Bearer ${await harness.token(changes)}` });
const seconds = () => Math.floor(harness.clock.now.getTime() / 1000);

test('the right key with a fresh token is let in', async () => {
  expect((await harness.fetchAsPartner(path)).status).toBe(200);
});

test('a call without an API key is refused', async () => {
  const headers = { Authorization: `Bearer ${await harness.token()}` };
  expect(await request(headers)).toEqual({ status: 401, code: 'api_key_missing' });
});

test('an unknown API key is refused', async () => {
  const headers = { 'X-Api-Key': 'msc_test_nobody', Authorization: `Bearer ${await harness.token()}` };
  expect(await request(headers)).toEqual({ status: 401, code: 'api_key_unknown' });
});

test('an API key without a token is refused', async () => {
  expect(await request({ 'X-Api-Key': harness.credentials.apiKey })).toEqual({ status: 401, code: 'token_missing' });
});

test('a token signed by another key under our key id is refused', async () => {
  expect(await requestWithToken({ signedBy: await createDemoCredentials('demo', 'test') })).toEqual({
    status: 401,
    code: 'token_invalid',
  });
});

test('a token with an unknown key id is refused', async () => {
  expect(await requestWithToken({ kid: 'another' })).toEqual({ status: 401, code: 'key_unknown' });
});

test.each([
  ['another issuer', { iss: 'someone' }],
  ['another audience', { aud: 'http://simulator.example/msc/live' }],
  ['no jti', { jti: '' }],
])('a token with %s is refused', async (_label, claims) => {
  expect(await requestWithToken({ claims })).toEqual({ status: 401, code: 'token_invalid' });
});

test('a token is good until five seconds past its exp, and no longer', async () => {
  const claims = (secondsAgo: number) => ({ iat: seconds() - secondsAgo - 60, exp: seconds() - secondsAgo });
  expect((await requestWithToken({ claims: claims(4) })).status).toBe(200);
  expect(await requestWithToken({ claims: claims(6) })).toEqual({ status: 401, code: 'token_expired' });
});

test('a token that lives longer than 60 seconds is refused', async () => {
  expect(await requestWithToken({ claims: { exp: seconds() + 61 } })).toEqual({ status: 401, code: 'token_too_long' });
});

test('a token from a clock more than five seconds ahead is refused', async () => {
  const claims = { iat: seconds() + 10, exp: seconds() + 70 };
  expect(await requestWithToken({ claims })).toEqual({ status: 401, code: 'token_from_the_future' });
});

test('a token is good once', async () => {
  const headers = { 'X-Api-Key': harness.credentials.apiKey, Authorization: `Bearer ${await harness.token()}` };
  expect((await request(headers)).status).toBe(200);
  expect(await request(headers)).toEqual({ status: 401, code: 'token_reused' });
});

test('test credentials are refused on live, and live ones on test', async () => {
  const headers = { 'X-Api-Key': harness.credentials.apiKey, Authorization: `Bearer ${await harness.token()}` };
  expect(await request(headers, 'live')).toEqual({ status: 401, code: 'wrong_environment' });

  const live = await createDemoCredentials('demo', 'live');
  const both = await createSimulatorHarness({ partners: [partnerOf(harness.credentials), partnerOf(live)] });
  const mixed = { 'X-Api-Key': live.apiKey, Authorization: `Bearer ${await harness.token()}` };
  const onTest = await both.fetch(`/msc/test${path}`, { headers: mixed });
  const onLive = await both.fetch(`/msc/live${path}`, { headers: mixed });
  expect([onTest.status, onLive.status]).toEqual([401, 401]);
  both.close();
});

test('a down service answers 503 until it is up again', async () => {
  harness.state.scenario.update({ pricing: 'down' });
  expect((await harness.fetchAsPartner(path)).status).toBe(503);
  harness.state.scenario.update({ pricing: 'up' });
  expect((await harness.fetchAsPartner(path)).status).toBe(200);
});
