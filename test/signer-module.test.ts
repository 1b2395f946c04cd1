import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPartners } from '../src/bff/config/load-partners.ts';
import { loadSignerModule } from '../src/bff/enrollment/msc/config.ts';
import { createDemoCredentials, partnerOf } from '../src/simulator/demo-credentials.ts';
import { startSimulator } from '../src/simulator/serve.ts';
import { createMscClient } from '../src/upstreams/msc/client.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-signer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A signer module as an operator would write it. An in-memory key simulates the key management service. */
function moduleFor(pem: string, encoding: string): string {
  const file = join(folder, 'kms.mjs');
  writeFileSync(
    file,
    `import { createPrivateKey, sign } from 'node:crypto';
     const keys = { 'projects/shop/keys/msc': createPrivateKey(${JSON.stringify(pem)}) };
     export const createSigner = async (name) => {
       const key = keys[name];
       if (!key) throw new Error('no such key');
       return async (bytes) => new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: '${encoding}' }));
     };`,
  );
  return file;
}

function partnersYaml(baseUrl: string, kms: string): string {
  const file = join(folder, 'partners.yaml');
  const signingKey = { kid: { env: 'KID' }, alg: 'ES256', privateKey: { kms } };
  const test_ = {
    baseUrl,
    apiKey: { env: 'API_KEY' },
    signingKey,
    webhookSecrets: [{ env: 'HOOK' }],
    signingOrigins: ['https://apps-d.docusign.com'],
  };
  const sites = [{ key: 'pk_test_demo', name: 'Lonestar', origins: ['https://www.lonestar.example'] }];
  const partners = [{ id: 'lonestar', name: 'Lonestar', environments: { test: test_ }, sites }];
  writeFileSync(file, JSON.stringify({ partners }));
  return file;
}

test('the signer module signs upstream requests, and a key in a key management service requires such a module', async () => {
  const credentials = await createDemoCredentials('lonestar', 'test');
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1', partners: [partnerOf(credentials)] });
  try {
    const env = { KID: credentials.kid, API_KEY: credentials.apiKey, HOOK: credentials.webhookSecret };
    const file = partnersYaml(`${simulator.origin}/msc/test`, 'projects/shop/keys/msc');
    const load = async (encoding: string) => {
      const createSigner = await loadSignerModule(moduleFor(credentials.privateKeyPem, encoding));
      const access = (await loadPartners(file, env, createSigner)).access('lonestar', 'test');
      if (!access) throw new Error('no access');
      return createMscClient(access.credentials);
    };
    const { pricing } = await load('ieee-p1363');
    expect((await pricing.utilities('75201', 'electric')).length).toBeGreaterThan(0);
    await expect(loadPartners(file, env)).rejects.toThrow('requires SIGNER_MODULE');
  } finally {
    await simulator.close();
  }
});

test('reports a module that cannot be loaded or lacks createSigner, an unknown key, and an invalid signature', async () => {
  const { privateKeyPem, kid, apiKey, webhookSecret } = await createDemoCredentials('lonestar', 'test');
  await expect(loadSignerModule(join(folder, 'nothing.mjs'))).rejects.toThrow('cannot be loaded');
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, 'export const nothing = 1;');
  await expect(loadSignerModule(empty)).rejects.toThrow('exports no createSigner');

  const createSigner = await loadSignerModule(moduleFor(privateKeyPem, 'der'));
  const env = { KID: kid, API_KEY: apiKey, HOOK: webhookSecret };
  await expect(loadPartners(partnersYaml('https://msc.example', 'another'), env, createSigner)).rejects.toThrow(
    'no such key',
  );
  const sign = await createSigner('projects/shop/keys/msc', 'ES256');
  await expect(sign(new Uint8Array(8))).rejects.toThrow('64 bytes');
});
