import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { tamper } from '../../../test/fixtures/tamper.ts';
import { deriveKeys } from '../encryption/server-keys.ts';
import { issueSessionToken, readSessionToken } from './session-token.ts';

const keys = deriveKeys('a secret of the tests, long enough to be one');
const page = 'https://www.lonestar.example';
const newSession = (now: Date) => ({ sessionId: randomUUID(), openedAt: Math.floor(now.getTime() / 1000) });

test('a session token whose verification is cached still expires on time', async () => {
  const now = new Date();
  const { token, expiresAt } = await issueSessionToken(keys, now, 'pk_test_demo', page, newSession(now));
  const read = () => readSessionToken(keys, now, token);
  expect(await read()).toEqual(await read());
  expect(await read()).toMatchObject({ siteKey: 'pk_test_demo', origin: page });
  await expect(readSessionToken(keys, new Date(expiresAt), token)).rejects.toThrow('session_expired');
});

test('rejects a cached token if the secret is different or a character of the token has changed', async () => {
  const now = new Date();
  const { token } = await issueSessionToken(keys, now, 'pk_test_demo', page, newSession(now));
  await readSessionToken(keys, now, token);
  const otherKeys = deriveKeys('another secret of the tests, long enough as well');
  await expect(readSessionToken(otherKeys, now, token)).rejects.toThrow('session_required');
  await expect(readSessionToken(keys, now, tamper(token))).rejects.toThrow('session_required');
});

test('accepts tokens signed with the previous secret, with or without a key ID', async () => {
  const now = new Date();
  const id = randomUUID();
  const { token } = await issueSessionToken(keys, now, 'pk_test_demo', page, {
    sessionId: id,
    openedAt: Math.floor(now.getTime() / 1000),
  });
  const changed = deriveKeys(
    'another secret of the tests, long enough as well',
    'a secret of the tests, long enough to be one',
  );
  expect(await readSessionToken(changed, now, token)).toMatchObject({ sessionId: id });
  const unnamed = await new SignJWT({ sid: id, site: 'pk_test_demo', origin: page })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('shopper-session')
    .setExpirationTime('1h')
    .sign(keys.session);
  expect(await readSessionToken(changed, now, unnamed)).toMatchObject({ sessionId: id });
  const { token: renewedToken } = await issueSessionToken(changed, now, 'pk_test_demo', page, {
    sessionId: id,
    openedAt: Math.floor(now.getTime() / 1000),
  });
  await expect(readSessionToken(keys, now, renewedToken)).rejects.toThrow('session_required');
});
