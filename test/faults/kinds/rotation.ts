import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDemoCredentials } from '../../../src/simulator/demo-credentials.ts';
import { type Fault, fault } from '../fault.ts';
import type { Stage } from '../stage.ts';
import { until } from '../until.ts';

const reload = async (stage: Stage): Promise<void> => {
  const times = () => stage.lines().filter((line) => line.includes('"reloaded"')).length;
  const before = times();
  stage.server().signal('SIGHUP');
  await until(times, (count) => count > before, 'the server to read its files anew');
};

/** Every key there is gets a successor; for a while both count. */
const rotate = async (stage: Stage): Promise<void> => {
  const { folder, partner, webhookSecret } = stage;
  const next = await createDemoCredentials('lonestar', 'test');
  const secretFile = join(folder, 'bff-secret');
  writeFileSync(secretFile, `${randomBytes(48).toString('base64')}\n${readFileSync(secretFile, 'utf8')}`);
  // The upstream is given the new public key first, and the server both webhook secrets.
  partner.publicKeys.push({ kid: next.kid, alg: next.alg, jwk: next.publicJwk });
  const known = partner.webhook?.secret ?? webhookSecret;
  const { kid, privateKeyPem } = next;
  stage.declare({ kid, privateKeyPem, webhookSecrets: [next.webhookSecret, known] });
  await reload(stage);
  // Then the upstream changes its own secret, and forgets the old public key.
  if (partner.webhook) partner.webhook = { ...partner.webhook, secret: next.webhookSecret };
  stage.injected();
};

export const rotationFaults: readonly Fault[] = [
  fault('every key is changed while customers buy', async (stage) => {
    const early = await stage.customer();
    await early.look();
    const before = await early.insist();
    let busy = true;
    const buy = async (): Promise<void> => {
      while (busy) {
        const customer = await stage.customer();
        assert.equal((await customer.look()).status, 200);
        assert.equal((await customer.send()).status, 201);
      }
    };
    const buying = Promise.allSettled([buy(), buy(), buy()]);
    try {
      for (let time = 0; time < (stage.length === 'long' ? 5 : 1); time++) {
        const bought = stage.world.contracts.list().length;
        await rotate(stage);
        await until(
          () => stage.world.contracts.list().length,
          (count) => count > bought + 5,
          'customers to go on buying',
        );
        stage.partner.publicKeys.splice(0, stage.partner.publicKeys.length - 1);
      }
    } finally {
      busy = false;
    }
    for (const outcome of await buying) if (outcome.status === 'rejected') throw outcome.reason;
    // Who came with the first key is known, and means the same contract.
    const again = await early.insist();
    assert.equal(again.id, before.id);
    return '200 and 201 all the while';
  }),
  fault('a mistake is written into partners.yaml, and the server is told to read it', async (stage) => {
    writeFileSync(join(stage.folder, 'partners.yaml'), 'partners: [{ id: lonestar, colour: red }]');
    stage.server().signal('SIGHUP');
    stage.injected();
    await until(
      () => stage.lines(),
      (lines) => lines.some((line) => line.includes('"reload_failed"')),
      'the server to say so',
    );
    const customer = await stage.customer();
    await customer.look();
    await customer.insist();
    stage.declare({});
    await reload(stage);
    return '200 and 201: the server goes on with what it had';
  }),
];
