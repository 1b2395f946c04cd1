import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test, vi } from 'vitest';
import { verifyWebhook } from './routes.ts';

/**
 * The official test vector of the Standard Webhooks libraries
 * (https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries): one message, with variations of its
 * headers.
 */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const seconds = 1_614_265_330;
const body = '{"test": 2432232314}';
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

afterEach(() => {
  vi.useRealTimers();
});

/**
 * Verifies the message at the time of its timestamp. The system clock is faked, because the reference library reads it.
 */
function verify(headers: Record<string, string>, text = body, by = secret) {
  const now = new Date(seconds * 1000);
  vi.useFakeTimers({ now, toFake: ['Date'] });
  return verifyWebhook([by], new Headers(headers), new TextEncoder().encode(text), now);
}
const headers = { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };

test('the reference library creates the same signature as the vector', () => {
  expect(new Webhook(secret).sign(id, new Date(seconds * 1000), body)).toBe(signature);
});

test.each([
  ['unchanged', headers],
  [
    'with a valid signature after an invalid one',
    { ...headers, 'webhook-signature': `v1,${'A'.repeat(43)}= ${signature}` },
  ],
  [
    'with a signature of a future version before the valid one',
    { ...headers, 'webhook-signature': `v2,c29tZXRoaW5n ${signature}` },
  ],
])('accepts the vector %s', (_, headers) => {
  expect(verify(headers)).toEqual({ id, body: { test: 2432232314 } });
});

test.each([
  ['without its ID', { ...headers, 'webhook-id': '' }],
  ['without its timestamp', { ...headers, 'webhook-timestamp': '' }],
  ['without its signature', { ...headers, 'webhook-signature': '' }],
  [
    'with the signature of another message',
    { ...headers, 'webhook-signature': 'v1,dGhpcyBpcyBub3QgaXQgYXQgYWxsLCBub3QgYXQgYWxs' },
  ],
  ['with only a version', { ...headers, 'webhook-signature': 'v1,' }],
  ['with a signature without a version', { ...headers, 'webhook-signature': signature.slice(3) }],
  ['with a timestamp an hour in the past', { ...headers, 'webhook-timestamp': String(seconds - 3600) }],
  ['with a timestamp an hour in the future', { ...headers, 'webhook-timestamp': String(seconds + 3600) }],
])('rejects the vector %s', (_, headers) => {
  expect(() => verify(headers)).toThrow('invalid_signature');
});

test('accepts the vector’s secret without its prefix, and rejects another secret', () => {
  expect(verify(headers, body, secret.slice('whsec_'.length)).id).toBe(id);
  expect(() => verify(headers, body, `whsec_${Buffer.from('not this one').toString('base64')}`)).toThrow();
});

test('rejects any change to a signed message, and parses an unchanged one', () => {
  const now = new Date();
  const timestamp = String(Math.floor(now.getTime() / 1000));
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, at, flip) => {
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': timestamp,
        'webhook-signature': new Webhook(secret).sign('msg_1', now, text),
      };
      const bytes = new TextEncoder().encode(text);
      expect(verifyWebhook([secret], new Headers(headers), bytes, now).body).toEqual(JSON.parse(text));
      const changed = new Uint8Array(bytes);
      const position = at % changed.length;
      changed[position] = (changed[position] ?? 0) ^ flip;
      expect(() => verifyWebhook([secret], new Headers(headers), changed, now)).toThrow('invalid_signature');
    }),
    { numRuns: 200 },
  );
});

test('reports arbitrary headers as an invalid signature, and throws no other error', () => {
  const header = fc.string({ unit: 'grapheme-ascii', maxLength: 80 });
  fc.assert(
    fc.property(header, header, header, (id, timestamp, signature) => {
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
      expect(() => verify(headers)).toThrow('invalid_signature');
    }),
  );
});
