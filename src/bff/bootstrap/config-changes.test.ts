import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../config/settings.ts';
import { describeChanges, readReloadableConfig } from './reloadable.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-changes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const partners = `partners:
  - id: lonestar
    name: Lonestar
    environments:
      test:
        baseUrl: https://test.msc.example
        apiKey: { env: API_KEY }
        signingKey: { kid: one, alg: ES256, privateKey: { env: PEM } }
        webhookSecrets: [{ env: HOOK }]
        signingOrigins: ['https://sign.example']
    sites:
      - key: pk_test_lonestar
        name: Lonestar
        origins: ['https://www.lonestar.example']
        branding: {}
        commodities: [electric]
`;

test('the description of a reload names the changed sites, credentials and keys, but not their values', async () => {
  const file = join(folder, 'partners.yaml');
  writeFileSync(file, partners);
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, 'a'.repeat(40));
  const env = {
    PUBLIC_ORIGIN: 'https://shop.example',
    PARTNERS_FILE: file,
    BFF_SECRET_FILE: secretFile,
    API_KEY: 'first-api-key',
    PEM: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    HOOK: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
  };
  const config = await readReloadableConfig(readSettings(env), env);
  const before = config.current;
  await config.reload();
  expect(describeChanges(before, config.current)).toEqual([]);
  env.API_KEY = 'second-api-key';
  writeFileSync(secretFile, `${'b'.repeat(40)}\n${'a'.repeat(40)}`);
  const added = partners.slice(partners.indexOf('      - key')).replace('pk_test_lonestar', 'pk_test_second');
  writeFileSync(file, partners.replace('https://www.', 'https://shop.') + added);
  await config.reload();
  const changes = describeChanges(before, config.current).filter((change) => !change.startsWith('key file'));
  expect(changes).toEqual([
    'credentials of lonestar/test changed',
    'site pk_test_lonestar changed',
    'site pk_test_second added',
    'server_secret replaced',
    'active payload key replaced',
  ]);
});
