import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { verifyWebhook } from './routes.ts';

const secret = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0';
const other = 'whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcg==';
const now = new Date();
const seconds = Math.floor(now.getTime() / 1000);

const signed = (body: string, { id = 'msg_1', at = now, by = secret } = {}) => ({
  headers: new Headers({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign(id, at, body),
  }),
  bytes: new TextEncoder().encode(body),
});

test('accepts a webhook that is signed with any active secret', () => {
  const { headers, bytes } = signed('{"a":1}', { by: other });
  expect(verifyWebhook([secret, other], headers, bytes, now)).toEqual({ id: 'msg_1', body: { a: 1 } });
});

test('rejects a body with one changed byte', () => {
  const { headers } = signed('{"a":1}');
  expect(() => verifyWebhook([secret], headers, new TextEncoder().encode('{"a":2}'), now)).toThrow('invalid_signature');
});

test('rejects a webhook that is signed with an inactive secret', () => {
  const { headers, bytes } = signed('{}', { by: other });
  expect(() => verifyWebhook([secret], headers, bytes, now)).toThrow('invalid_signature');
});

test.each([-301, 301])('rejects a timestamp that is %i seconds off', (offset) => {
  const { headers, bytes } = signed('{}', { at: new Date(now.getTime() + offset * 1000) });
  expect(() => verifyWebhook([secret], headers, bytes, now)).toThrow('invalid_signature');
});

test('compares the timestamp with the time that the caller passes, not with the machine’s clock', () => {
  const at = new Date(now.getTime() - 24 * 60 * 60_000);
  const { headers, bytes } = signed('{"a":1}', { at });
  expect(verifyWebhook([secret], headers, bytes, at).body).toEqual({ a: 1 });
});

test('rejects a timestamp with trailing letters, which the reference library accepts', () => {
  const { headers, bytes } = signed('{}');
  headers.set('webhook-timestamp', `${seconds}abc`);
  expect(() => verifyWebhook([secret], headers, bytes, now)).toThrow('invalid_signature');
});

test('rejects invalid UTF-8 that would decode to the signed text', () => {
  const { headers, bytes } = signed('{"a":"\ufffd"}');
  expect(verifyWebhook([secret], headers, bytes, now).body).toEqual({ a: '\ufffd' });
  const at = bytes.indexOf(0xef);
  const changed = new Uint8Array([...bytes.slice(0, at), 0xff, ...bytes.slice(at + 3)]);
  expect(() => verifyWebhook([secret], headers, changed, now)).toThrow('invalid_signature');
});

test.each([
  ['webhook-id', 'msg_1'],
  ['webhook-timestamp', String(seconds)],
  ['webhook-signature', 'v1,AAAA'],
])('rejects a webhook with two %s headers', (name, value) => {
  const { headers, bytes } = signed('{}');
  headers.append(name, value);
  expect(() => verifyWebhook([secret], headers, bytes, now)).toThrow('invalid_signature');
});

test('accepts a webhook if one of its signatures is valid, and rejects a webhook with more than ten signatures', () => {
  const { headers, bytes } = signed('{}');
  const validSignature = headers.get('webhook-signature') ?? '';
  headers.set('webhook-signature', `v1a,AAAA v1,AAAA ${validSignature}`);
  expect(verifyWebhook([secret], headers, bytes, now).id).toBe('msg_1');
  headers.set('webhook-signature', `${'v1,AAAA '.repeat(10)}${validSignature}`);
  expect(() => verifyWebhook([secret], headers, bytes, now)).toThrow('invalid_signature');
});

test.each(['0', '-1', '1e9', `0${seconds}`, ` ${seconds} x`, '9'.repeat(13)])(
  'rejects the timestamp %j',
  (timestamp) => {
    const { headers, bytes } = signed('{}');
    headers.set('webhook-timestamp', timestamp);
    expect(() => verifyWebhook([secret], headers, bytes, now)).toThrow('invalid_signature');
  },
);

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('rejects a webhook without %s', (name) => {
  const { headers, bytes } = signed('{}');
  headers.delete(name);
  expect(() => verifyWebhook([secret], headers, bytes, now)).toThrow('invalid_signature');
});
