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

test('accepts a valid API key with a fresh token', async () => {
  expect((await harness.fetchAsPartner(path)).status).toBe(200);
});

test('rejects a request without an API key', async () => {
  const headers = { Authorization: `Bearer ${await harness.token()}` };
  expect(await request(headers)).toEqual({ status: 401, code: 'api_key_missing' });
});

test('rejects an unknown API key', async () => {
  const headers = { 'X-Api-Key': 'msc_test_unknown', Authorization: `Bearer ${await harness.token()}` };
  expect(await request(headers)).toEqual({ status: 401, code: 'api_key_unknown' });
});

test('rejects an API key without a token', async () => {
  expect(await request({ 'X-Api-Key': harness.credentials.apiKey })).toEqual({ status: 401, code: 'token_missing' });
});

test('rejects a token with a known key ID that was signed with another key', async () => {
  expect(await requestWithToken({ signedBy: await createDemoCredentials('demo', 'test') })).toEqual({
    status: 401,
    code: 'token_invalid',
  });
});

test('rejects a token with an unknown key ID', async () => {
  expect(await requestWithToken({ kid: 'another' })).toEqual({ status: 401, code: 'key_unknown' });
});

test.each([
  ['another issuer', { iss: 'someone' }],
  ['another audience', { aud: 'http://simulator.example/msc/live' }],
  ['an empty jti', { jti: '' }],
])('rejects a token with %s', async (_label, claims) => {
  expect(await requestWithToken({ claims })).toEqual({ status: 401, code: 'token_invalid' });
});

test('accepts a token for five seconds after its expiry', async () => {
  const claims = (secondsAgo: number) => ({ iat: seconds() - secondsAgo - 60, exp: seconds() - secondsAgo });
  expect((await requestWithToken({ claims: claims(4) })).status).toBe(200);
  expect(await requestWithToken({ claims: claims(6) })).toEqual({ status: 401, code: 'token_expired' });
});

test('rejects a token with a lifetime of more than 60 seconds', async () => {
  expect(await requestWithToken({ claims: { exp: seconds() + 61 } })).toEqual({
    status: 401,
    code: 'token_lifetime_too_long',
  });
});

test('rejects a token that was issued more than five seconds in the future', async () => {
  const claims = { iat: seconds() + 10, exp: seconds() + 70 };
  expect(await requestWithToken({ claims })).toEqual({ status: 401, code: 'token_from_the_future' });
});

test('rejects a token that is used a second time', async () => {
  const headers = { 'X-Api-Key': harness.credentials.apiKey, Authorization: `Bearer ${await harness.token()}` };
  expect((await request(headers)).status).toBe(200);
  expect(await request(headers)).toEqual({ status: 401, code: 'token_reused' });
});

test('rejects test credentials in the live environment, and a live API key with a test token in both environments', async () => {
  const headers = { 'X-Api-Key': harness.credentials.apiKey, Authorization: `Bearer ${await harness.token()}` };
  expect(await request(headers, 'live')).toEqual({ status: 401, code: 'wrong_environment' });

  const live = await createDemoCredentials('demo', 'live');
  const both = await createSimulatorHarness({ partners: [partnerOf(harness.credentials), partnerOf(live)] });
  const mixedCredentials = { 'X-Api-Key': live.apiKey, Authorization: `Bearer ${await harness.token()}` };
  const testResponse = await both.fetch(`/msc/test${path}`, { headers: mixedCredentials });
  const liveResponse = await both.fetch(`/msc/live${path}`, { headers: mixedCredentials });
  expect([testResponse.status, liveResponse.status]).toEqual([401, 401]);
  both.close();
});

test('responds with 503 while the pricing service is down', async () => {
  harness.state.scenario.update({ pricing: 'down' });
  expect((await harness.fetchAsPartner(path)).status).toBe(503);
  harness.state.scenario.update({ pricing: 'up' });
  expect((await harness.fetchAsPartner(path)).status).toBe(200);
});
