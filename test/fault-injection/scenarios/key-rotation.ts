import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDemoCredentials } from '../../../src/simulator/demo-credentials.ts';
import type { Harness } from '../harness.ts';
import { defineScenario, type Scenario } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

async function reload(harness: Harness): Promise<void> {
  const reloadCount = () => harness.lines().filter((line) => line.includes('"reloaded"')).length;
  const before = reloadCount();
  harness.server().signal('SIGHUP');
  await waitUntil(reloadCount, (count) => count > before, 'the server to reload its files');
}

/** Rotates every key. Old and new keys overlap for a while. */
async function rotate(harness: Harness): Promise<void> {
  const { folder, partner, webhookSecret } = harness;
  const nextCredentials = await createDemoCredentials('lonestar', 'test');
  const secretFile = join(folder, 'bff-secret');
  writeFileSync(secretFile, `${randomBytes(48).toString('base64')}\n${readFileSync(secretFile, 'utf8')}`);
  // First the upstream gets the new public key, and the server gets both webhook secrets.
  partner.publicKeys.push({ kid: nextCredentials.kid, alg: nextCredentials.alg, jwk: nextCredentials.publicJwk });
  const currentSecret = partner.webhook?.secret ?? webhookSecret;
  const { kid, privateKeyPem } = nextCredentials;
  harness.writePartnersFile({ kid, privateKeyPem, webhookSecrets: [nextCredentials.webhookSecret, currentSecret] });
  await reload(harness);
  // Then the upstream switches to its new secret and removes the old public key.
  if (partner.webhook) partner.webhook = { ...partner.webhook, secret: nextCredentials.webhookSecret };
  harness.injected();
}

export const keyRotationScenarios: readonly Scenario[] = [
  defineScenario('every key is rotated while customers buy', async (harness) => {
    const firstCustomer = await harness.customer();
    await firstCustomer.fetchOffers();
    const before = await firstCustomer.submitUntilCreated();
    let isRunning = true;
    const buy = async (): Promise<void> => {
      while (isRunning) {
        const customer = await harness.customer();
        assert.equal((await customer.fetchOffers()).status, 200);
        assert.equal((await customer.submitContract()).status, 201);
      }
    };
    const buyers = Promise.allSettled([buy(), buy(), buy()]);
    try {
      for (let time = 0; time < (harness.length === 'long' ? 5 : 1); time++) {
        const contractCount = harness.state.contracts.list().length;
        await rotate(harness);
        await waitUntil(
          () => harness.state.contracts.list().length,
          (count) => count > contractCount + 5,
          'customers to continue buying',
        );
        harness.partner.publicKeys.splice(0, harness.partner.publicKeys.length - 1);
      }
    } finally {
      isRunning = false;
    }
    for (const outcome of await buyers) if (outcome.status === 'rejected') throw outcome.reason;
    // A session from before the rotation stays valid and gets the same contract.
    const again = await firstCustomer.submitUntilCreated();
    assert.equal(again.id, before.id);
    return '200 and 201 throughout';
  }),
  defineScenario('partners.yaml is reloaded with an error in it', async (harness) => {
    writeFileSync(join(harness.folder, 'partners.yaml'), 'partners: [{ id: lonestar, unknownKey: red }]');
    harness.server().signal('SIGHUP');
    harness.injected();
    await waitUntil(
      () => harness.lines(),
      (lines) => lines.some((line) => line.includes('"reload_failed"')),
      'the server to log the failed reload',
    );
    const customer = await harness.customer();
    await customer.fetchOffers();
    await customer.submitUntilCreated();
    harness.writePartnersFile({});
    await reload(harness);
    return '200 and 201: the server keeps its previous configuration';
  }),
];
