import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decrypt, encrypt, readPayloadKeys, rewrapKey } from './envelope-encryption.ts';

const BFF_SECRET = 'a secret of the tests, long enough to be one';
const entry = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const [first, second] = [entry('2026'), entry('2027')];
const old = readPayloadKeys({ BFF_SECRET, PAYLOAD_KEYS: first });
const both = readPayloadKeys({ BFF_SECRET, PAYLOAD_KEYS: `${second}, ${first}` });

test('decrypts a payload only for its own record', () => {
  const encrypted = encrypt(old, 'ct_1', 'Trinity Bäckerei');
  expect(decrypt(old, 'ct_1', encrypted)).toBe('Trinity Bäckerei');
  expect(JSON.stringify(encrypted)).not.toContain('Trinity');
  expect(() => decrypt(old, 'ct_2', encrypted)).toThrow('decryption failed');
});

test.each(['wrappedKey', 'ciphertext'] as const)('rejects a payload whose %s has a changed byte', (part) => {
  const encrypted = encrypt(old, 'ct_1', 'text');
  const bytes = Buffer.from(encrypted[part], 'base64url');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  expect(() => decrypt(old, 'ct_1', { ...encrypted, [part]: bytes.toString('base64url') })).toThrow(
    'decryption failed',
  );
});

test('rejects a truncated authentication tag', () => {
  const encrypted = encrypt(old, 'ct_1', '');
  const truncated = Buffer.from(encrypted.ciphertext, 'base64url').subarray(0, -12).toString('base64url');
  expect(() => decrypt(old, 'ct_1', { ...encrypted, ciphertext: truncated })).toThrow('decryption failed');
});

test('encrypts the same text differently each time', () => {
  const [a, b] = [encrypt(old, 'ct_1', 'text'), encrypt(old, 'ct_1', 'text')];
  expect(a.ciphertext).not.toBe(b.ciphertext);
  expect(a.wrappedKey).not.toBe(b.wrappedKey);
});

test('rewrapping replaces the key and leaves the payload unchanged', () => {
  const before = encrypt(old, 'ct_1', 'text');
  const after = rewrapKey(both, 'ct_1', before);
  expect(after).toMatchObject({ keyId: '2027', ciphertext: before.ciphertext });
  const newKeyOnly = readPayloadKeys({ BFF_SECRET, PAYLOAD_KEYS: second });
  expect(decrypt(newKeyOnly, 'ct_1', after)).toBe('text');
  expect(() => decrypt(newKeyOnly, 'ct_1', before)).toThrow('no payload key has the ID 2026');
});

test('reads keys from a mounted file; if none are configured, derives one from the server’s secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  writeFileSync(join(folder, 'keys'), `${second}\n${first}\n`);
  const read = readPayloadKeys({ BFF_SECRET, PAYLOAD_KEYS_FILE: join(folder, 'keys') });
  rmSync(folder, { recursive: true });
  expect(decrypt(read, 'ct_1', encrypt(both, 'ct_1', 'text'))).toBe('text');
  const derivedKeys = readPayloadKeys({ BFF_SECRET });
  expect(decrypt(both, 'ct_1', encrypt(derivedKeys, 'ct_1', 'text'))).toBe('text');
});

test.each([
  ['a key that is too short', '2026:c2hvcnQ='],
  ['a key without an ID', randomBytes(32).toString('base64')],
  ['a duplicate ID', `${first} ${first}`],
])('rejects %s without quoting it', (_, PAYLOAD_KEYS) => {
  const read = () => readPayloadKeys({ BFF_SECRET, PAYLOAD_KEYS });
  expect(read).toThrow(/PAYLOAD_KEYS: .*entry \d/);
  expect(read).not.toThrow(PAYLOAD_KEYS.slice(-20));
});

test('decrypts old payloads with the previous server secret, which is no longer needed once they are rewrapped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  const file = join(folder, 'secret');
  const read = (...secrets: readonly string[]) => {
    writeFileSync(file, `${secrets.join('\n')}\n`);
    return readPayloadKeys({ BFF_SECRET_FILE: file });
  };
  const next = 'the next secret of the tests, as long as it must be';
  const newKeyOnly = readPayloadKeys({ BFF_SECRET });
  const encrypted = encrypt(newKeyOnly, 'ct_1', 'text');
  const keys = read(next, BFF_SECRET);
  expect(decrypt(keys, 'ct_1', encrypted)).toBe('text');
  // `bff-secret` was the ID of derived keys in versions that did not support changing the secret.
  const wrapped = rewrapKey(
    { ...newKeyOnly, active: newKeyOnly.get('bff-secret') ?? newKeyOnly.active },
    'ct_1',
    encrypted,
  );
  expect(wrapped.keyId).toBe('bff-secret');
  expect(decrypt(keys, 'ct_1', wrapped)).toBe('text');
  const rewrapped = rewrapKey(keys, 'ct_1', encrypted);
  expect(decrypt(read(next), 'ct_1', rewrapped)).toBe('text');
  expect(() => decrypt(read(next), 'ct_1', encrypted)).toThrow('no payload key');
  rmSync(folder, { recursive: true });
});
