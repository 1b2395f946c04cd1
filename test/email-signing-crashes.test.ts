import type { KyselyPlugin } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reconcile } from '../src/bff/contracts/reconcile.ts';
import { pollSignatureRequests } from '../src/bff/signature-requests/poll.ts';
import { createEmailSigningHarness, type EmailSigningHarness } from './fixtures/email-signing.ts';

/*
 * Interrupts an operation at each of its steps in turn, as kill -9 would: from that step on, nothing is written and no
 * upstream is called. There is a step before and after each store statement and each upstream call. Uncommitted writes
 * are lost.
 */

let harness: EmailSigningHarness;
let killSwitch = createKillSwitch();
beforeEach(async () => {
  harness = await createEmailSigningHarness();
  killSwitch = createKillSwitch();
  Object.assign(harness.bff.appContext, { store: harness.bff.appContext.store.withPlugin(killSwitch.storeSteps) });
  harness.overrides.agreements = (real) => killSwitch.wrapCalls(real);
  harness.overrides.contracting = (real) => killSwitch.wrapCalls(real);
});
afterEach(() => harness.bff.close());

function createKillSwitch() {
  let steps = 0;
  let at = Number.POSITIVE_INFINITY;
  const step = (): void => {
    steps += 1;
    if (steps >= at) throw new Error('killed');
  };
  const storePlugin: KyselyPlugin = {
    transformQuery({ node }) {
      step();
      return node;
    },
    async transformResult({ result }) {
      step();
      return result;
    },
  };
  return {
    storeSteps: storePlugin,
    wrapCalls: <T extends object>(real: T): T =>
      new Proxy(real, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return async (...args: unknown[]) => {
            step();
            const result: unknown = await Reflect.apply(method, target, args);
            step();
            return result;
          };
        },
      }),
    armAtStep(stepNumber: number) {
      steps = 0;
      at = stepNumber;
    },
    /** @returns whether the operation was interrupted */
    disarm(): boolean {
      const wasKilled = steps >= at;
      at = Number.POSITIVE_INFINITY;
      return wasKilled;
    },
  };
}

/** More steps than any operation has. */
const MAX_STEPS = 300;
/**
 * Runs an operation on fresh data from `prepare`, interrupted at step 1, 2, 3 and so on, until it completes without
 * interruption.
 */
async function killAtEachStep<T>(
  prepare: () => Promise<T>,
  work: (created: T) => Promise<unknown>,
  verify: (created: T) => Promise<void>,
): Promise<number> {
  const { store } = harness.bff.appContext;
  for (let at = 1; at < MAX_STEPS; at++) {
    const created = await prepare();
    killSwitch.armAtStep(at);
    await work(created).catch(() => undefined);
    const wasKilled = killSwitch.disarm();
    // Advances past the expiry of every lease.
    harness.advanceClock();
    await verify(created);
    if (!wasKilled) return at - 1;
    harness.state.reset();
    for (const table of [
      'letters',
      'contract_payloads',
      'purchase_keys',
      'contract_evidence',
      'contract_statuses',
      'outbox_events',
      'contracts',
    ] as const)
      await store.deleteFrom(table).execute();
    harness.bff.clock.now = () => new Date();
  }
  throw new Error('the operation did not complete');
}

async function runBackgroundJobs() {
  for (const _ of [1, 2, 3]) {
    await harness.poll();
    await reconcile(harness.bff.appContext);
  }
}
async function expectSigned(id: string) {
  await expect.poll(() => harness.openAgreements().map(({ status }) => status)).toEqual(['sent']);
  harness.setAgreementStatus('signed');
  await runBackgroundJobs();
  expect((await harness.fetchContract(id)).signing).toMatchObject({
    you: 'signed',
    signatureRequest: { status: 'signed' },
  });
  expect(harness.upstreamContract().envelope.signature?.agreementId).toBe(harness.openAgreements()[0]?.id);
}

test('a crash at any step of creating a contract leaves one contract and one signature request', async () => {
  const kills = await killAtEachStep(
    async () => crypto.randomUUID(),
    (key) => harness.submitContract(key),
    async (key) => {
      const { id } = await harness.parseContract(harness.submitContract(key));
      await runBackgroundJobs();
      await expectSigned(id);
    },
  );
  expect(kills).toBeGreaterThan(20);
}, 60_000);

test('a crash at any step of resending to another address leaves one signature request, at that address', async () => {
  const kills = await killAtEachStep(
    () => harness.createSentContract(),
    (id) => harness.resend(id, { email: 'office@trinity-bakery.example' }),
    async (id) => {
      await runBackgroundJobs();
      // The operation may have crashed before it stored anything.
      if ((await harness.fetchSignatureRequest(id))?.to.startsWith('d'))
        await harness.parseContract(harness.resend(id, { email: 'office@trinity-bakery.example' }));
      await runBackgroundJobs();
      expect(harness.openAgreements()[0]?.input.signer.email).toBe('office@trinity-bakery.example');
      await expectSigned(id);
    },
  );
  expect(kills).toBeGreaterThan(20);
}, 60_000);

test('a crash at any step of recording a signature loses no signature, and My Service Cloud is notified', async () => {
  const kills = await killAtEachStep(
    async () => {
      const id = await harness.createSentContract();
      harness.setAgreementStatus('signed');
      harness.advanceClock();
      return id;
    },
    () => pollSignatureRequests(harness.bff.appContext),
    async (id) => {
      await runBackgroundJobs();
      expect((await harness.fetchContract(id)).signing).toMatchObject({
        you: 'signed',
        signatureRequest: { status: 'signed' },
      });
      expect(harness.upstreamContract().envelope.signature?.agreementId).toBe(harness.openAgreements()[0]?.id);
      expect((await harness.signatureRequestRow()).owed).toBeNull();
    },
  );
  expect(kills).toBeGreaterThan(20);
}, 60_000);

test('a crash at any step of canceling leaves the contract either unchanged or canceled together with its signature request', async () => {
  const kills = await killAtEachStep(
    () => harness.createSentContract(),
    (id) => harness.cancel(id),
    async (id) => {
      await runBackgroundJobs();
      if (!harness.openAgreements().length) {
        expect([harness.upstreamContract().status, (await harness.fetchContract(id)).status]).toEqual([
          'voided',
          'voided',
        ]);
      } else await expectSigned(id);
    },
  );
  expect(kills).toBeGreaterThan(20);
}, 60_000);
